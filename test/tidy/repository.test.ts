import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { read, repositoryFiles } from './files.ts';

const texts = repositoryFiles().filter(
  (path) => existsSync(path) && /\.(ts|tsx|mjs|md|json|yaml|yml|css|html)$|^\.ci\/run$/.test(path),
);

test('the lockfile records no download address', () => {
  expect(read('package-lock.json')).not.toMatch(/"resolved": "https?:/);
});

test('no file says what is still to be done instead of doing it', () => {
  const marks = new RegExp(
    `\\b(${['TO', 'FIX'].map((half) => `${half}${half === 'TO' ? 'DO' : 'ME'}`).join('|')})\\b`,
  );
  expect(texts.filter((path) => path !== 'package-lock.json' && marks.test(read(path)))).toEqual([]);
});

test('no test is left alone in the spotlight', () => {
  const focused = texts.filter(
    (path) => /\.test\.tsx?$/.test(path) && /\b(it|test|describe)\.only\(/.test(read(path)),
  );
  expect(focused).toEqual([]);
});

test('links between the documents lead somewhere', () => {
  const broken = texts
    .filter((path) => path.endsWith('.md'))
    .flatMap((path) => {
      const folder = path.split('/').slice(0, -1).join('/');
      const links = [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(([, link]) => link!);
      return links
        .filter((link) => !existsSync(folder ? `${folder}/${link}` : link))
        .map((link) => `${path} → ${link}`);
    });
  expect(broken).toEqual([]);
});
