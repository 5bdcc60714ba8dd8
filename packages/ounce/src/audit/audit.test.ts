import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type AuditOptions, type AuditReport, audit } from './audit.ts';
import { compare, readBaseline, writeBaseline } from './baseline.ts';
import { toSarif } from './sarif.ts';
import { toText } from './text.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ounce-audit-'));
  // Reading the language's own types again for each test would take most of its time.
  write({ 'tsconfig.json': '{ "compilerOptions": { "noLib": true } }' });
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const run = (more: Partial<AuditOptions> = {}): AuditReport =>
  audit({ path: folder, include: [], exclude: [], groups: [], ...more });

const twoCalls = {
  'src/users.ts': `export const load = (id: string) => fetch(\`http://users/\${id}\`);\n`,
  'src/db.ts': `import { createGuard } from '@ounce/guard';
import { Pool } from 'pg';
const pool = createGuard().pg(new Pool());
export function find() {
  return pool.query('select 1');
}
`,
};

test('a call has its place, its library, its function and its guard', () => {
  write(twoCalls);
  const { found, ...rest } = run();
  expect(found).toEqual([
    {
      ...{ file: 'src/db.ts', line: 5, column: 10, endLine: 5, endColumn: 32 },
      ...{ library: 'pg', callee: 'pg.Pool.query', inside: 'find', guardedBy: 'guard.pg' },
    },
    {
      ...{ file: 'src/users.ts', line: 1, column: 37, endLine: 1, endColumn: 64 },
      ...{ library: 'fetch', callee: 'fetch', inside: 'load' },
    },
  ]);
  expect(rest).toMatchObject({ calls: 2, guarded: 1, files: 2, tests: 0, tangled: 0 });
});

describe('files', () => {
  test('none to audit is an error, never "all fine"', () => {
    write({ 'README.md': 'no code' });
    expect(() => run()).toThrow('has no TypeScript or JavaScript file: nothing was audited.');
    write({ 'a.test.ts': 'await fetch("http://a");' });
    expect(() => run()).toThrow('1 tests were left out');
    expect(() => run({ include: ['src'] })).toThrow('that --include and --exclude leave');
    expect(() => run({ path: join(folder, 'gone') })).toThrow('There is nothing at');
  });

  test('tests, built files and declarations are left out, unless they are included by name', () => {
    const call = 'export const load = () => fetch("http://users");\n';
    write({
      ...{
        'a.ts': call,
        'a.test.ts': call,
        'test/b.ts': call,
        'dist/a.js': call,
        'node_modules/x/a.js': call,
      },
      ...{ 'a.d.ts': 'export {};', '.cache/a.ts': call, 'c.jsx': call },
      ...{ 'package.json': '{}', 'build/a.js': call, 'src/build/a.ts': call },
    });
    expect(run()).toMatchObject({ files: 3, tests: 2 });
    expect(run({ include: ['*.test.ts', 'test'] }).found.map(({ file }) => file)).toEqual([
      'a.test.ts',
      'test/b.ts',
    ]);
    expect(run({ exclude: ['*.jsx'] }).files).toBe(2);
  });

  test('one file is audited alone, with what it imports still understood', () => {
    write({ 'db.ts': 'import { Pool } from "pg";\nexport const pool = new Pool();\n' });
    write({
      'use.ts': 'import { pool } from "./db.ts";\nexport const load = () => pool.query("select 1");\n',
    });
    expect(run({ path: join(folder, 'use.ts') })).toMatchObject({ files: 1, calls: 1 });
  });

  test('a project’s own files and path aliases are used', () => {
    write({
      'tsconfig.json':
        '{ "compilerOptions": { "paths": { "#lib/*": ["./lib/*"], "pg": ["./lib/own-pg.ts"] } }, "include": ["src"] }',
      'lib/http.ts': 'export { default as http } from "axios";\n',
      'lib/own-pg.ts': 'export class Pool { query(text: string) { return text; } }\n',
      'src/a.ts':
        'import { http } from "#lib/http.ts";\nexport const load = () => http.get("http://users");\n',
      'src/b.ts': 'import { Pool } from "pg";\nexport const text = new Pool().query("own");\n',
      'other/c.ts': 'export const load = () => fetch("http://users");\n',
    });
    const report = run({ project: join(folder, 'tsconfig.json') });
    expect(report.found.map(({ file, library }) => `${file} ${library}`)).toEqual(['src/a.ts axios']);
    expect(report.files).toBe(2);
  });

  test('a project that cannot be read is named', () => {
    write({ 'a.ts': 'export {};', 'tsconfig.json': '{ "compilerOptions": ' });
    expect(run().files).toBe(1);
    expect(() => run({ project: join(folder, 'tsconfig.json') })).toThrow('tsconfig.json cannot be read');
    expect(() => run({ project: join(folder, 'none.json') })).toThrow('There is no project');
  });

  test('code with mistakes in it is audited as far as it goes', () => {
    write({ 'a.ts': 'export const load = () => fetch("http://users"\nconst = ;\nclass {' });
    expect(run().calls).toBe(1);
  });
});

test('installed types show calls that no import in sight explains, and inherited methods stay what they are', () => {
  write({
    'tsconfig.json': '{}',
    'node_modules/ioredis/index.d.ts':
      'export class Redis { get(key: string): Promise<string>; on(name: string): this }\n',
    'node_modules/ioredis/package.json': '{ "name": "ioredis", "types": "index.d.ts" }',
    'node_modules/@smithy/client/index.d.ts':
      'export class Client { send(command: unknown): Promise<unknown> }\n',
    'node_modules/@smithy/client/package.json': '{ "name": "@smithy/client", "types": "index.d.ts" }',
    'node_modules/@aws-sdk/client-s3/index.d.ts': `import { Client } from '@smithy/client';
export class S3Client extends Client {}
`,
    'node_modules/@aws-sdk/client-s3/package.json': '{ "name": "@aws-sdk/client-s3", "types": "index.d.ts" }',
    'node_modules/container/index.d.ts': `import type { Redis } from 'ioredis';
export interface Services { readonly cache: Redis; open(): Promise<Redis> }
export declare const services: Services;
export declare function inject<T>(name: string): T;
`,
    'node_modules/container/package.json': '{ "name": "container", "types": "index.d.ts" }',
    'a.ts': `import { S3Client } from '@aws-sdk/client-s3';
import type { Redis } from 'ioredis';
import { inject, services } from 'container';
const s3 = new S3Client();
export const put = () => s3.send({});
export const inherited = (client: S3Client) => client.send({});
export const one = () => services.cache.get('k');
export const two = async () => (await services.open()).get('k');
export const three = () => inject<Redis>('cache').get('k');
services.cache.on('error');
export const names = ['a'].map((name) => name.toUpperCase()).join(',');
`,
  });
  expect(run().found.map(({ line, library }) => `${line} ${library}`)).toEqual([
    ...['5 aws-sdk', '6 aws-sdk', '7 redis', '8 redis', '9 redis'],
  ]);
});

test('code that leads back to itself is followed to an end', () => {
  write({
    'a.ts': `export * from './b.ts';
export type Json = string | Json[] | Record<string, Json>;
export let options = { next: 1 };
options = { ...options };
export const f = () => g;
export const g = () => f;
export const one = (work: () => void): void => two(work);
export const two = (work: () => void): void => one(work);
export class Node { next: Node = this.next; walk(): Node { return this.next.walk(); } }
`,
    'b.ts': `export * from './a.ts';
import { f, type Json, Node, one, options } from './a.ts';
import * as all from './a.ts';
export const use = (json: Json) => [f()()(), all.missing(), options.other(), new Node().walk().next.fetch(), json.get()];
one(() => fetch('http://users'));
`,
  });
  expect(run()).toMatchObject({ calls: 1, tangled: 0 });
});

describe('coverage', () => {
  const services = {
    'src/http.ts': 'export const send = (url: string) => fetch(url);\n',
    'src/gateway.ts': `import { createGuard } from '@ounce/guard';
import { send } from './http.ts';
createGuard().policy('users').execute(() => send('http://users'));
`,
    'src/worker.ts': `import { send } from './http.ts';\nsend('http://users');\n`,
    'src/idle.ts': 'export const nothing = 1;\n',
  };

  test('a service is answerable for its own ways to a call that it shares with others', () => {
    write(services);
    const groups = [
      { name: 'Gateway', entry: 'src/gateway.ts' },
      { name: 'Worker', entry: 'src/worker.ts' },
    ];
    const report = run({ groups });
    expect(report.groups).toEqual([
      { name: 'Gateway', calls: 1, guarded: 1, files: 2 },
      { name: 'Worker', calls: 1, guarded: 0, files: 2 },
    ]);
    expect(report.found).toMatchObject([{ file: 'src/http.ts', way: 'src/worker.ts:2' }]);
    expect(() => run({ groups: [{ name: 'Gone', entry: 'src/gone.ts' }] })).toThrow(
      'No audited file matches src/gone.ts',
    );
  });

  test('is by package where there are several, else by folder; where there is no call there is no share', () => {
    write({ ...services, 'jobs/a.ts': services['src/idle.ts'] });
    expect(run().groups.map(({ name, calls }) => `${name} ${calls}`)).toEqual(['jobs 0', 'src 1']);
    write({ 'package.json': '{ "name": "shop" }', 'jobs/package.json': '{ "name": "jobs" }' });
    const report = run();
    expect(report.groups.map(({ name, calls }) => `${name} ${calls}`)).toEqual(['jobs 0', 'shop 1']);
    const lines = toText(report, compare(report), { onlyUnguarded: false });
    expect(lines).toContain('shop  0 %  0 of 1 calls guarded');
    expect(lines).toContain('1 more without any outgoing call');
  });

  test('a function of the code base can be trusted to guard', () => {
    write({
      'a.ts': `declare function resilient<T>(work: () => T): T;
export const load = () => resilient(() => fetch('http://users'));
`,
    });
    expect(run().guarded).toBe(0);
    expect(run({ trusted: ['resilient'] }).found).toMatchObject([{ guardedBy: 'resilient' }]);
  });
});

describe('the baseline', () => {
  const file = () => join(folder, 'baseline.json');
  const against = (report: AuditReport) => compare(report, { content: readBaseline(file()), folder });

  test('allows what it knows, wherever in its function it has moved, and nothing else', () => {
    write(twoCalls);
    const before = run();
    expect(compare(before).over.size).toBe(1);
    expect(writeBaseline(file(), before)).toBe(1);
    write({ 'src/users.ts': `\n\n// moved\n${twoCalls['src/users.ts']}` });
    expect(against(run())).toEqual({ over: new Set(), gone: 0 });
    write({
      'src/users.ts': `${twoCalls['src/users.ts']}export const save = () => fetch('http://users');\n`,
    });
    const after = run();
    expect([...against(after).over].map(({ inside }) => inside)).toEqual(['save']);
    write({ 'src/users.ts': 'export {};\n' });
    expect(against(run())).toEqual({ over: new Set(), gone: 1 });
  });

  test('holds from whatever folder the audit is run', () => {
    write(twoCalls);
    writeBaseline(file(), run());
    expect(against(run({ path: join(folder, 'src') })).over.size).toBe(0);
    expect(against(run({ base: tmpdir() })).over.size).toBe(0);
  });

  test('counts: a second call of the same kind in the same function is over it', () => {
    write(twoCalls);
    writeBaseline(file(), run());
    write({ 'src/users.ts': 'export const load = (id: string) => [fetch(id), fetch(id)];\n' });
    expect(against(run()).over.size).toBe(1);
  });

  test.each([
    ['is not JSON', '{'],
    ['is of another version', '{ "version": 2, "unguarded": [] }'],
    [
      'has a wrong count',
      '{ "version": 1, "unguarded": [{ "file": "a", "inside": "b", "library": "c", "callee": "d", "calls": 0 }] }',
    ],
  ])('that %s is refused', (_, text) => {
    write({ 'baseline.json': text });
    expect(() => readBaseline(file())).toThrow('is not a baseline');
  });

  test('that is not there is refused', () => {
    expect(() => readBaseline(file())).toThrow('There is no baseline');
  });
});

test('SARIF says which results are new, with fingerprints that survive a move', () => {
  write({ 'a b.ts': 'export const load = (id: string) => [fetch(id), fetch(id)];\n' });
  const report = run();
  const comparison = compare(report, {
    content: {
      version: 1,
      unguarded: [{ file: 'a b.ts', inside: 'load', library: 'fetch', callee: 'fetch', calls: 1 }],
    },
    folder,
  });
  const [first, second] = resultsOf(toSarif(report, comparison, true, '1.0.0'));
  expect(first).toMatchObject({ level: 'note', baselineState: 'unchanged' });
  expect(second).toMatchObject({ level: 'error', baselineState: 'new' });
  expect(first?.locations[0]?.physicalLocation.artifactLocation).toEqual({
    uri: 'a%20b.ts',
    uriBaseId: 'SRCROOT',
  });
  write({ 'a b.ts': '\n\nexport const load = (id: string) => [fetch(id), fetch(id)];\n' });
  const moved = resultsOf(toSarif(run(), comparison, false, '1.0.0'));
  expect(moved.map(({ partialFingerprints }) => partialFingerprints)).toEqual([
    first?.partialFingerprints,
    second?.partialFingerprints,
  ]);
  expect(moved[0]).toMatchObject({ level: 'warning' });
});

interface SarifResult {
  readonly partialFingerprints: unknown;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: unknown } }[];
}

function resultsOf(log: object): readonly SarifResult[] {
  return (log as { runs: [{ results: SarifResult[] }] }).runs[0].results;
}
