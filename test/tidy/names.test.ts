import { existsSync } from 'node:fs';
import { builtInIncidentTypes, controls } from '@ounce/core';
import { expect, test } from 'vitest';
import { read, repositoryFiles } from './files.ts';

const files = repositoryFiles().filter((path) => existsSync(path));
const textOf = (pattern: RegExp) =>
  files
    .filter((path) => pattern.test(path))
    .map(read)
    .join('\n');

const places = {
  code: textOf(/^packages\/core\/src\/model\/.*\.ts$/),
  docs: textOf(/^docs\/.*\.md$/),
  console: textOf(/^packages\/console\/src\/.*\.tsx?$/),
  'scenario schema':
    textOf(/^packages\/ounce\/src\/experiments\/.*\.ts$/) +
    textOf(/^packages\/core\/src\/model\/incident-type\.ts$/),
  config: textOf(/^docs\/config\.md$/),
};

test.each(Object.entries(places))('all five incident types are named alike in %s', (_, text) => {
  expect(builtInIncidentTypes.filter((type) => !text.includes(type))).toEqual([]);
});

test('every control has a page, a SPEC and a folder of its own name', () => {
  const missing = controls.flatMap(({ id }) => [
    ...(files.includes(`docs/controls/${id}.md`) ? [] : [`docs/controls/${id}.md`]),
    ...(files.some((path) => path.endsWith(`/${id}/SPEC.md`)) ? [] : [`${id}/SPEC.md`]),
  ]);
  expect(missing).toEqual([]);
});

test('every connector has a page or is named on one', () => {
  const folders = [
    ...new Set(
      files.flatMap((path) => path.match(/^packages\/ounce\/src\/connectors\/([a-z-]+)\//)?.[1] ?? []),
    ),
  ];
  const pages = textOf(/^docs\/(connectors\/.*|ledger)\.md$/);
  expect(folders.filter((folder) => !pages.includes(folder))).toEqual([]);
});

test('files of code are named in kebab-case', () => {
  const code = files.filter((path) => /\.(ts|tsx|mjs|css)$/.test(path));
  expect(code.filter((path) => /[A-Z]/.test(path))).toEqual([]);
});
