import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lines, repositoryFiles } from './files.ts';

const sources = repositoryFiles().filter((path) => /\.(ts|tsx)$/.test(path) && existsSync(path));

test('enough files were looked at for the other tests to mean something', () => {
  expect(sources.length).toBeGreaterThan(150);
});

test('no source file has more than 400 lines', () => {
  expect(sources.filter((path) => lines(path) > 400)).toEqual([]);
});

test('nine of ten source files have at most 250 lines, and half of them at most 90', () => {
  const sizes = sources
    .filter((path) => !path.endsWith('.test.ts'))
    .map(lines)
    .sort((a, b) => a - b);
  expect(sizes[Math.floor(sizes.length * 0.9)]).toBeLessThanOrEqual(250);
  expect(sizes[Math.floor(sizes.length * 0.5)]).toBeLessThanOrEqual(90);
});
