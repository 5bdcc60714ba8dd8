import { type Command, CommanderError } from 'commander';
import { describe, expect, test } from 'vitest';
import { createProgram } from './program.ts';

function leaves(command: Command, path: readonly string[] = []): [string, Command][] {
  return command.commands.flatMap((inner): [string, Command][] => {
    const name = [...path, inner.name()];
    return inner.commands.length > 0 ? leaves(inner, name) : [[name.join(' '), inner]];
  });
}

function helpOf(command: Command): string {
  let text = '';
  const writeOut = (piece: string) => {
    text += piece;
  };
  command.configureOutput({ writeOut }).outputHelp();
  return text;
}

const commands = leaves(createProgram());
const names = commands.map(([name]) => name);

describe('every command', () => {
  test('is found by this test', () => {
    expect(names).toEqual(
      expect.arrayContaining([
        'start',
        'doctor',
        'chaos inject',
        'chaos recover',
        'ledger verify',
        'token create',
      ]),
    );
  });

  test.each(commands)('%s takes --json, says what it does, and shows examples that exist', (_, command) => {
    const help = helpOf(command);
    // Once, with its words; and nobody has to count milliseconds.
    expect(help.match(/^ +--json/gm)).toHaveLength(1);
    expect(help).not.toMatch(/default: \d{5,}/);
    expect(command.description()).toMatch(/^[A-Z].{5,}/);
    const examples = [...help.matchAll(/^ {2}\$ (.*)$/gm)].map(([, line]) => line ?? '');
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples.filter((line) => !line.startsWith('npm ')))
      expect(
        names.some((name) => new RegExp(`^(ounce|ggen) ${name}\\b`).test(example)),
        example,
      ).toBe(true);
  });

  test('ends with an error that can be caught, not with the process', async () => {
    for (const [name] of commands) {
      const program = createProgram();
      silence(program);
      const argv = ['node', 'ounce', ...name.split(' '), '--no-such-option'];
      await expect(program.parseAsync(argv), name).rejects.toBeInstanceOf(CommanderError);
    }
  });
});

function silence(command: Command): void {
  command.configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const inner of command.commands) silence(inner);
}
