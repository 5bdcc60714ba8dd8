import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nameOf, severityOf, textOf } from './names.ts';

test.each([
  ['critical', 1],
  ['P2', 2],
  ['SEV-3', 3],
  ['sev4', 4],
  [' Major ', 2],
  ['1', 1],
  ['5', undefined],
  ['constructor', undefined],
  ['', undefined],
])('severity %j is %s', (text, severity) => {
  expect(severityOf(text)).toBe(severity);
});

test('a team’s own words come first', () => {
  expect(severityOf('Critical', { critical: 2 })).toBe(2);
});

test('no name and no text from outside breaks a line or grows without bound', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), (text) => {
      const name = nameOf(text) ?? '';
      const shown = textOf(text, 'x');
      expect(name.length).toBeLessThanOrEqual(200);
      expect(shown.length).toBeLessThanOrEqual(2000);
      for (const unwanted of ['\0', '\n', '\r', '\u2028']) expect(name + shown).not.toContain(unwanted);
      // What is no text on its own comes back from UTF-8 as something else.
      expect(Buffer.from(name, 'utf8').toString('utf8')).toBe(name);
    }),
  );
});
