import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { expect, test } from 'vitest';
import { createProgram } from './program.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const pages = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];

/** What a bench calls one of its columns. */
const columns = ['ounce reactive'];

/** Command lines of a page: whole ones in its blocks, and those between back-ticks in its sentences. */
const commands = pages.flatMap((page) => {
  const text = readFileSync(join(root, page), 'utf8');
  const blocks = [...text.matchAll(/^(?: {4}|\$ )?(?:npx )?((?:ounce|ggen) [a-z].*)$/gm)].map(
    ([, line]) => line!,
  );
  const inline = [...text.matchAll(/`(?:npx )?((?:ounce|ggen) [a-z][^`\n]*)`/g)].map(([, line]) => line!);
  return [...blocks, ...inline]
    .map((line) => [page, line.split(/ {3,}|\s#|[;>]\s/)[0]!.trim()] as const)
    .filter(([, line]) => !columns.includes(line));
});

function optionsOf(words: readonly string[]): string[] {
  return words.flatMap((word) => word.match(/--[a-z-]+/g) ?? []);
}

test.each(commands)('%s: `%s` is a command, with these options', (_, line) => {
  let command: Command = createProgram();
  const words = (line.match(/"[^"]*"|\S+/g) ?? []).slice(1);
  while (words[0] !== undefined && command.commands.length > 0 && !words[0].startsWith('-')) {
    const [name] = words.shift()!.split('|');
    const found = command.commands.find((each) => each.name() === name || each.aliases().includes(name!));
    expect(found, `${command.name()} ${name}`).toBeDefined();
    command = found!;
  }
  const known = [...command.options, ...createProgram().options].map(({ long }) => long);
  expect(optionsOf(words).filter((option) => option !== '--help' && !known.includes(option))).toEqual([]);
});

test('there are commands in the pages', () => {
  expect(commands.length).toBeGreaterThan(100);
});
