import { OunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Output, table } from './output.ts';

let stdout: string[];
let stderr: string[];
beforeEach(() => {
  stdout = [];
  stderr = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => void stdout.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void stderr.push(line));
});
afterEach(() => vi.restoreAllMocks());

const error = new OunceError('OUNCE_E_NOT_FOUND', 'There is no service a.', { mend: 'Check the name.' });

describe('what a command says', () => {
  test('is lines for people', () => {
    new Output({}).result({ a: 1 }, ['one', 'two']);
    expect(stdout).toEqual(['one\ntwo']);
  });

  test('is one object with --json, and remarks stay out of it', () => {
    const output = new Output({ json: true });
    output.note('on the way');
    output.result({ a: 1 }, ['one']);
    expect([stdout, stderr]).toEqual([['{"a":1}'], ['on the way']]);
  });

  test('is an error with what to do, and without a stack', () => {
    new Output({}).error(error);
    expect(stdout).toEqual([]);
    expect(stderr).toEqual(['OUNCE_E_NOT_FOUND: There is no service a.', 'What to do: Check the name.']);
  });

  test('is the error as an object too with --json', () => {
    new Output({ json: true }).error(error);
    expect(JSON.parse(stdout.join())).toEqual({
      error: { code: 'OUNCE_E_NOT_FOUND', message: 'There is no service a.', mend: 'Check the name.' },
    });
  });

  test('has the stack only with --debug', () => {
    new Output({}).error(new Error('oh'));
    expect(stderr).toEqual(['ounce: oh']);
    new Output({ debug: true }).error(new Error('oh'));
    expect(stderr.at(-1)).toContain('output.test.ts');
  });
});

test('columns are as wide as their widest cell', () => {
  expect(
    table([
      ['a', 'b'],
      ['long', 'c'],
    ]),
  ).toEqual(['a     b', 'long  c']);
  expect(table([])).toEqual([]);
});
