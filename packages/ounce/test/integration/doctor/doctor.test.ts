import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCatalogue } from '@ounce/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/app/finding.ts';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { serve } from '../api/served.ts';
import { bin, type Ended, freePort, run, setUp, takenPort } from '../cli/ounce.ts';

const leftBehind: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of leftBehind.splice(0)) await clean();
});

const sound = { fleet: { name: 'x' }, api: { port: 0 } };

async function folderWith(config: unknown, name?: string): Promise<string> {
  const { folder, remove } = await setUp(config, name);
  leftBehind.push(remove);
  return folder;
}

async function port(): Promise<number> {
  const { port: taken, server } = await takenPort();
  leftBehind.push(() => new Promise((closed) => server.close(closed)));
  return taken;
}

/** A journal with a few events in `folder`; returns its path. */
async function journalIn(folder: string): Promise<string> {
  await mkdir(join(folder, '.ounce'), { recursive: true });
  const path = join(folder, '.ounce', 'journal.ndjson');
  const journal = await openFileJournal({ path });
  const note = { actor: 'local', subject: 'fleet', kind: 'note.added', data: { text: 'hello' } } as const;
  await journal.append([1, 2, 3].map((atMs) => ({ ...note, atMs })));
  await journal.close();
  return path;
}

function noStack({ stdout, stderr }: Ended): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .+:\d+|\bnode:internal|Error:/m);
}

/** What the doctor says of `what`: the only fault there is, with a mend. */
async function faultOf(what: string, cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Finding> {
  const ended = await run(['doctor', '--json'], { cwd, env });
  noStack(ended);
  expect(ended).toMatchObject({ code: 1, stderr: '' });
  const { ok, findings } = JSON.parse(ended.stdout) as { ok: boolean; findings: Finding[] };
  const faults = findings.filter((finding) => !finding.ok);
  expect([ok, faults.map((fault) => fault.what)]).toEqual([false, [what]]);
  expect(faults[0]!.mend).toMatch(/\w.{10,}/);
  return faults[0]!;
}

/** `ounce start` refuses at once, with the same code, before anything runs. */
async function startRefuses(cwd: string, code: keyof typeof errorCatalogue): Promise<string> {
  const ended = await run(['start'], { cwd });
  noStack(ended);
  expect(ended).toMatchObject({ code: 2, stdout: '' });
  expect(ended.stderr).toContain(`${code}: `);
  expect(ended.stderr).toContain('What to do: ');
  return ended.stderr;
}

describe('a set-up that is sound', () => {
  test('is said to be, and exits 0', async () => {
    const cwd = await folderWith(sound);
    await journalIn(cwd);
    const ended = await run(['doctor'], { cwd });
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toContain('journal: 3 events, every hash fits');
    expect(ended.stdout).toMatch(/All is well\.\n$/);
  });
});

describe('a config that is broken', () => {
  test('no config', async () => {
    const cwd = await folderWith('', 'nothing.txt');
    expect((await faultOf('config', cwd)).mend).toBe(errorCatalogue.OUNCE_E_CONFIG_NOT_FOUND.mend);
    await startRefuses(cwd, 'OUNCE_E_CONFIG_NOT_FOUND');
  });

  test('broken YAML', async () => {
    const cwd = await folderWith('fleet:\n  name: x\n wrong: y\n', 'ounce.config.yaml');
    expect((await faultOf('config', cwd)).says).toMatch(/ounce\.config\.yaml cannot be read: .*line 3/s);
    await startRefuses(cwd, 'OUNCE_E_CONFIG_INVALID');
  });

  test.each([
    ["export default {\n  fleet: { name: 'x' }\n  services: {},\n};\n", '(line 3)', 'Correct the syntax'],
    ["import x from 'no-such-package';\nexport default x;\n", 'no-such-package', 'Install what it imports'],
    ["\nthrow new Error('no region today');\n", '(line 2): no region today', 'threw this'],
  ])('TypeScript that cannot be run: %j', async (text, says, mend) => {
    const fault = await faultOf('config', await folderWith(text, 'ounce.config.ts'));
    expect(fault.says).toContain(says);
    expect(fault.mend).toContain(mend);
  });

  test('a misspelt key', async () => {
    const cwd = await folderWith({ ...sound, conectors: {} });
    expect((await faultOf('config', cwd)).says).toContain('did you mean "connectors"?');
    expect(await startRefuses(cwd, 'OUNCE_E_CONFIG_INVALID')).toContain('conectors: there is no such key');
  });

  test('several faults are told to people together, each with what to do', async () => {
    const process = { command: ['node', 'a.mjs'], port: await port() };
    const cwd = await folderWith({ ...sound, services: { consumer: { process } } });
    const ended = await run(['doctor'], { cwd });
    noStack(ended);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    const faults = ended.stdout.matchAll(
      /^FAULT services\.consumer\.process\.\w+: .*\n {6}What to do: \w.+$/gm,
    );
    expect([...faults]).toHaveLength(2);
    expect(ended.stdout).toMatch(/2 faults\.\n$/);
  });

  test('a reference to nothing', async () => {
    const metrics = { queueDepth: { query: 'sum(depth)', of: 'gatway' } };
    const cwd = await folderWith({ ...sound, services: { gateway: {}, consumer: { metrics } } });
    expect((await faultOf('config', cwd)).says).toContain('did you mean "gateway"?');
  });

  test('a query that its source does not understand', async () => {
    const metrics = { queueDepth: { query: 'sum(depth' } };
    const cwd = await folderWith({ ...sound, services: { consumer: { metrics } } });
    await faultOf('services.consumer.metrics.queueDepth.query', cwd);
  });

  test('a program that is not there', async () => {
    const process = { command: ['node', 'no-such-file.mjs'] };
    const cwd = await folderWith({ ...sound, services: { consumer: { process } } });
    expect((await faultOf('services.consumer.process.command', cwd)).says).toBe(
      '"no-such-file.mjs" is not there',
    );
  });

  test('a scenario that cannot be used', async () => {
    const cwd = await folderWith({ ...sound, scenarios: 'scenarios' });
    await mkdir(join(cwd, 'scenarios'));
    await writeFile(join(cwd, 'scenarios', 'mine.yaml'), 'name: mine\n');
    expect((await faultOf('scenarios', cwd)).says).toContain('mine.yaml is not a scenario: ');
    await startRefuses(cwd, 'OUNCE_E_SCENARIO_INVALID');
  });
});

describe('a place that cannot be used', () => {
  test('the port of the API is taken', async () => {
    const taken = await port();
    const cwd = await folderWith({ ...sound, api: { port: taken } });
    expect((await faultOf('API', cwd)).says).toBe(`127.0.0.1:${taken} is taken`);
    await startRefuses(cwd, 'OUNCE_E_API_ADDRESS');
  });

  test('the port of a service is taken', async () => {
    const process = { command: ['node'], port: await port() };
    const cwd = await folderWith({ ...sound, services: { consumer: { process } } });
    await faultOf('services.consumer.process.port', cwd);
  });

  test('the API would be open to other machines without a token', async () => {
    const cwd = await folderWith({ ...sound, api: { host: '0.0.0.0', port: 0 } });
    expect((await faultOf('API', cwd)).mend).toBe(errorCatalogue.OUNCE_E_API_EXPOSED.mend);
    await startRefuses(cwd, 'OUNCE_E_API_EXPOSED');
    // The refused start has made no token by itself that would let the next one through.
    await startRefuses(cwd, 'OUNCE_E_API_EXPOSED');
  });

  test('the state folder cannot be written', async () => {
    // Below a file nobody can make a folder, not even root.
    const cwd = await folderWith({ ...sound, stateFolder: 'ounce.config.json/state' });
    expect((await faultOf('state folder', cwd)).mend).toBe(errorCatalogue.OUNCE_E_STATE_FOLDER.mend);
    await startRefuses(cwd, 'OUNCE_E_STATE_FOLDER');
  });

  test('Prometheus is down', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const cwd = await folderWith({ ...sound, connectors: { prometheus: { url } } });
    expect((await faultOf('prometheus', cwd)).says).toContain(url);
  });
});

describe('a journal that cannot be used', () => {
  test('it was changed after it was written', async () => {
    const cwd = await folderWith(sound);
    const path = await journalIn(cwd);
    await writeFile(path, (await readFile(path, 'utf8')).replace('hello', 'hullo'));
    expect((await faultOf('journal', cwd)).says).toContain('event 1');
    const verified = await run(['ledger', 'verify'], { cwd });
    expect(verified.code).toBe(1);
    expect(verified.stdout).toContain('BROKEN at event 1');
    await startRefuses(cwd, 'OUNCE_E_JOURNAL_CORRUPT');
  });

  test('somebody else has it open', async () => {
    const cwd = await folderWith(sound);
    const journal = await openFileJournal({ path: await journalIn(cwd) });
    leftBehind.push(() => journal.close());
    expect((await faultOf('journal lock', cwd)).says).toContain(String(process.pid));
    await startRefuses(cwd, 'OUNCE_E_JOURNAL_LOCKED');
  });
});

describe('a token that is not good', () => {
  test('the governor does not know it', async () => {
    const served = await serve();
    leftBehind.push(served.close);
    const cwd = await folderWith(sound);
    const env = { OUNCE_URL: served.url, OUNCE_TOKEN: 'ounce_wrong' };
    const found = await faultOf('OUNCE_URL and OUNCE_TOKEN', cwd, env);
    expect(found).toMatchObject({ says: `${served.url} does not accept the token` });
    const refused = await run(['status'], { cwd, env });
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain('OUNCE_E_UNAUTHORISED: The token is not known, or was revoked.');
    const good = await run(['doctor'], { cwd, env: { ...env, OUNCE_TOKEN: served.tokens.viewer } });
    expect(good.stdout).toContain('accepts the token (viewer)');
  });

  test('only half of the two is set', async () => {
    const cwd = await folderWith(sound);
    const env = { OUNCE_URL: 'http://127.0.0.1:1' };
    expect((await faultOf('OUNCE_URL and OUNCE_TOKEN', cwd, env)).says).toBe('OUNCE_TOKEN is not set');
    expect((await run(['status'], { cwd, env })).stderr).toContain('OUNCE_TOKEN is not set');
  });
});

describe('an old Node.js', () => {
  const old = `Object.defineProperty(process.versions, 'node', { value: '20.20.0' });`;

  test('is named with what to do, when npm has brought no other', async () => {
    const cwd = await folderWith(sound);
    const preload = join(cwd, 'old.mjs');
    await writeFile(preload, old);
    await copyFile(bin, join(cwd, 'ounce.mjs'));
    const ended = await run(['doctor'], { cwd, node: ['--import', preload], bin: join(cwd, 'ounce.mjs') });
    noStack(ended);
    expect(ended).toMatchObject({ code: 2, stdout: '' });
    expect(ended.stderr).toContain(
      'OUNCE_E_NODE_VERSION: Ounce needs Node.js 22.18 or later; this is 20.20.0.',
    );
    expect(ended.stderr).toContain('What to do: ');
  });

  test('hands over to the one that npm has brought, with arguments, output and exit code', async () => {
    const cwd = await folderWith({ ...sound, conectors: {} });
    const preload = join(cwd, 'old.mjs');
    await writeFile(preload, old);
    const root = join(cwd, 'packages', 'ounce', 'bin');
    const brought = join(cwd, 'node_modules', 'node', 'bin');
    await mkdir(root, { recursive: true });
    await mkdir(brought, { recursive: true });
    await copyFile(bin, join(root, 'ounce.mjs'));
    // What a config starts with `node` must find the same one.
    const script = `#!/bin/sh\n[ "$(command -v node)" = "$0" ] || exit 9\nshift\nexec "${process.execPath}" "${bin}" "$@"\n`;
    await writeFile(join(brought, 'node'), script, { mode: 0o755 });
    const node = ['--import', preload];
    const ended = await run(['doctor'], { cwd, node, bin: join(root, 'ounce.mjs') });
    expect(ended.code).toBe(1);
    expect(ended.stdout).toContain('did you mean "connectors"?');
  });
});

test('when nobody answers, the commands that need a governor say so and exit 2', async () => {
  const cwd = await folderWith(sound);
  const ended = await run(['status', '--json'], { cwd });
  noStack(ended);
  expect(ended.code).toBe(2);
  expect(JSON.parse(ended.stdout)).toMatchObject({ error: { code: 'OUNCE_E_GOVERNOR_UNREACHABLE' } });
});
