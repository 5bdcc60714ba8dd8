import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';
import { run } from './ounce.ts';
import { sarifStructure } from './sarif-structure.ts';

const { default: Ajv } = createRequire(import.meta.url)('ajv') as typeof import('ajv');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-guard-audit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const unguarded = 'export const load = () => fetch("http://users");\n';
const guarded = `import { createGuard } from '@ounce/guard';
export const load = () => createGuard().fetch('http://users');
`;
const ounce = (...args: string[]) => run(['guard', ...args], { cwd: folder });

describe('ounce guard audit', () => {
  beforeEach(() => writeFile(join(folder, 'users.ts'), unguarded));

  test('lists the calls and exits 1 while one is not guarded, 0 when all are', async () => {
    const before = await ounce('audit', '.');
    expect(before).toMatchObject({ code: 1, stderr: '' });
    expect(before.stdout).toContain('users.ts:1:27  NOT GUARDED  fetch  in load');
    expect(before.stdout).toContain('1 outgoing calls in 1 files: 0 guarded, 1 not (0 % guarded).');
    await writeFile(join(folder, 'users.ts'), guarded);
    const after = await ounce('audit', '.');
    expect(after.code).toBe(0);
    expect(after.stdout).toContain('users.ts:2:27  guard.fetch  fetch  in load');
    expect((await ounce('audit', '.', '--only-unguarded')).stdout).not.toContain('users.ts');
  });

  test('with --json is one object', async () => {
    const { code, stdout } = await ounce('audit', 'users.ts', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      calls: 1,
      overBaseline: 1,
      found: [{ file: 'users.ts', overBaseline: true }],
    });
  });

  test('writes SARIF 2.1.0', async () => {
    const { code, stdout } = await ounce('audit', '.', '--format', 'sarif', '--output', 'guard.sarif');
    expect(code).toBe(1);
    expect(stdout).toContain('The list is in guard.sarif.');
    const log = JSON.parse(await readFile(join(folder, 'guard.sarif'), 'utf8'));
    const validate = new Ajv({ allErrors: true }).compile(sarifStructure);
    expect(validate(log) ? [] : validate.errors).toEqual([]);
    expect(log.runs[0].results).toHaveLength(1);
  });

  test('lets pass what the baseline knows', async () => {
    const written = await ounce('audit', '.', '--baseline', 'known.json', '--write-baseline');
    expect(written).toMatchObject({ code: 0, stdout: 'known.json allows 1 unguarded calls from now on.\n' });
    expect((await ounce('audit', '.', '--baseline', 'known.json')).code).toBe(0);
    await writeFile(join(folder, 'more.ts'), unguarded);
    const more = await ounce('audit', '.', '--baseline', 'known.json');
    await rm(join(folder, 'more.ts'));
    expect(more.code).toBe(1);
    expect(more.stdout).toContain('1 more than known.json allows.');
  });

  test.each([
    [['audit', 'gone'], 'There is nothing at'],
    [['audit', '.', '--baseline', 'none.json'], 'There is no baseline'],
    [['audit', '.', '--write-baseline'], '--write-baseline needs --baseline FILE.'],
    [['audit', '.', '--record'], '--record needs --service NAME'],
    [['audit', '.', '--service', 'shop'], '--service only says for whom --record is.'],
    [['audit', '.', '--group', 'Gateway'], 'Write NAME=FILE'],
    [['audit', '.', '--format', 'xml'], 'Allowed choices are text, json, sarif'],
    [['audit', '.', '--format', 'sarif', '--json'], 'both want stdout'],
    [['audit', '.', '--output', 'no/such/folder.txt'], 'cannot be written'],
    [['audit'], "missing required argument 'path'"],
  ])('%j is wrong usage', async (args, says) => {
    const { code, stderr } = await ounce(...args);
    expect(stderr).toContain(says);
    expect(code).toBe(2);
  });
});

describe('the recorded coverage', () => {
  let served: Served;
  beforeAll(async () => {
    served = await serve();
  });
  afterAll(() => served.close());
  const asOperator = (...args: string[]) =>
    run(['guard', ...args], {
      cwd: folder,
      env: { OUNCE_URL: served.url, OUNCE_TOKEN: served.tokens.operator },
    });

  test('is the latest of each service, shown by API and command', async () => {
    expect((await asOperator('coverage')).stdout).toContain('No audit was recorded.');
    await writeFile(join(folder, 'users.ts'), unguarded);
    const first = await asOperator('audit', '.', '--record', '--service', 'shop');
    expect(first.stderr).toContain('Recorded for shop: 0 of 1 calls guarded.');
    await writeFile(join(folder, 'users.ts'), guarded);
    await asOperator('audit', '.', '--record', '--group', 'shop=users.ts', '--group', 'Users=*.ts');
    const { body } = await served.ask('GET', '/api/guard/coverage', { as: 'viewer' });
    expect(body.items).toMatchObject([
      { service: 'Users', calls: 1, guarded: 1, files: 1 },
      { service: 'shop', calls: 1, guarded: 1, files: 1, auditedAtMs: expect.any(Number) },
    ]);
    const printed = await asOperator('coverage');
    expect(printed.stdout).toMatch(/^Users +100 % +1 of 1 +\d{4}-/m);
    await served.context.ledger.rebuild();
    expect(served.context.ledger.query.guardCoverage()).toHaveLength(2);
  });

  test('is recorded by operators only, and only when it can be true', async () => {
    const body = { service: 'shop', calls: 1, guarded: 1, files: 1 };
    const record = (as: 'viewer' | 'operator', more = {}) =>
      served.ask('POST', '/api/guard/coverage', { as, body: { ...body, ...more } });
    expect((await record('viewer')).status).toBe(403);
    expect((await record('operator', { guarded: 2 })).status).toBe(400);
    expect((await record('operator', { files: 0 })).status).toBe(400);
    expect((await record('operator', { service: '' })).status).toBe(400);
    expect((await record('operator')).status).toBe(200);
  });
});
