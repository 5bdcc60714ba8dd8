import { errorCatalogue } from '@ounce/core';
import { expect, test } from 'vitest';
import { read, repositoryFiles } from './files.ts';

const documented = [...read('docs/errors.md').matchAll(/\| `(OUNCE_E_[A-Z_]+)` \| (.+) \| (.+) \|/g)];

test('docs/errors.md and the catalogue list the same errors, with the same sentences', () => {
  const page = Object.fromEntries(documented.map(([, code, means, mend]) => [code, { means, mend }]));
  expect(page).toEqual(errorCatalogue);
});

test('every code of the catalogue is used somewhere', () => {
  const text = repositoryFiles()
    .filter((path) => /^packages\/ounce\/(src|bin)\//.test(path))
    .map(read)
    .join('\n');
  expect(Object.keys(errorCatalogue).filter((code) => !text.includes(code))).toEqual([]);
});
