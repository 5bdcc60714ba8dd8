import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { type AuditReport, audit } from './audit.ts';

const here = fileURLToPath(new URL('../../test/corpus/guard-audit', import.meta.url));
/** The same files where no library is installed, so that only the imports can say what is what. */
const elsewhere = mkdtempSync(join(tmpdir(), 'ounce-audit-'));
cpSync(here, elsewhere, { recursive: true });
afterAll(() => rmSync(elsewhere, { recursive: true }));

const run = (path: string): AuditReport => audit({ path, include: ['**'], exclude: [], groups: [] });

/** Lines with what is planted on them: `file:line library[, guarded by …]`. */
function planted(folder: string): string[] {
  return globSync('**/*.{ts,tsx,mts,js,mjs,cjs}', { cwd: folder }).flatMap((file) =>
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .flatMap((text, index) => {
        const [, calls] = text.match(/\/\/ call: (.*)$/) ?? [];
        return (calls?.split('; ') ?? []).map((call) => `${file}:${index + 1} ${call}`);
      }),
  );
}

function found({ found }: AuditReport): string[] {
  return found.map(
    ({ file, line, library, guardedBy }) =>
      `${file}:${line} ${library}${guardedBy === undefined ? '' : `, guarded by ${guardedBy}`}`,
  );
}

describe.each([
  ['with the types that this repository has', here],
  ['without any library installed', elsewhere],
])('%s', (name, root) => {
  test.each([
    ['planted', 60],
    ['adversarial', 30],
  ])('every call of the %s snippets is found, and nothing else', (set, least) => {
    const folder = join(root, set);
    const report = run(folder);
    const expected = planted(folder);
    const actual = found(report);
    const missed = expected.filter((call) => !actual.includes(call));
    const falseAlarms = actual.filter((call) => !expected.includes(call));
    console.log(
      `${set}, ${name}: ${report.files} snippets, ${expected.length} calls planted, ${expected.length - missed.length} found, ` +
        `${missed.length} missed, ${falseAlarms.length} false alarms`,
    );
    expect(report.files).toBeGreaterThanOrEqual(least);
    expect({ missed, falseAlarms }).toEqual({ missed: [], falseAlarms: [] });
    expect(actual).toHaveLength(expected.length);
    expect(report.tangled).toBe(0);
  });

  test('no harmless snippet raises an alarm', () => {
    const report = run(join(root, 'harmless'));
    console.log(`harmless, ${name}: ${report.files} snippets, ${report.calls} false alarms`);
    expect(report.files).toBeGreaterThanOrEqual(40);
    expect(found(report)).toEqual([]);
  });
});
