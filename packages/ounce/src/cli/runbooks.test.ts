import { builtInIncidentTypes } from '@ounce/core';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { loadRunbooks } from '../prevention/runbooks/index.ts';
import { createProgram } from './program.ts';

const runbooks = await loadRunbooks();

test('every incident type has its runbook', () => {
  expect([...runbooks.keys()].sort()).toEqual([...builtInIncidentTypes].sort());
});

/** Words of a command line; quoted ones are one. */
const wordsOf = (line: string) => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));

const commands = [...runbooks.values()].flatMap(({ type, markdown }) =>
  [...markdown.matchAll(/^\s*((?:ounce|ggen) .+)$|`((?:ounce|ggen) [^`]+)`/gm)].map(
    ([, line, inline]) => [type, (line ?? inline)!] as const,
  ),
);

test.each(commands)('%s: `%s` is a command with these options', (_, line) => {
  let command: Command = createProgram();
  const [, ...words] = wordsOf(line);
  while (words[0] && command.commands.some((found) => found.name() === words[0])) {
    command = command.commands.find((found) => found.name() === words[0])!;
    words.shift();
  }
  expect(command.commands).toHaveLength(0);
  const options = words.filter((word) => word.startsWith('--'));
  const known = command.options.map(({ long }) => long);
  expect(options.filter((option) => !known.includes(option))).toEqual([]);
  const needed = command.options.filter(({ mandatory }) => mandatory).map(({ long }) => long);
  expect(needed.filter((option) => !options.includes(option!))).toEqual([]);
});

test('there are commands in them', () => {
  expect(commands.length).toBeGreaterThan(30);
});
