import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { run } from '../../packages/ounce/test/integration/cli/ounce.ts';
import { writeQuickConfig } from '../browser/quick-config.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ounce-demo-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

// How well the backlog was met on a busy machine is not judged here: that the demo says it, and exits as it says.
test('`demo --once` on the real fleet says in under 40 lines what it did, and exits as its verdict', async () => {
  const config = await writeQuickConfig(folder);
  const args = ['demo', '--once', '--duration', '15s', '--config', config];
  const { DATABASE_URL: _url, DATA_DIR: _folder, ...env } = process.env;
  const { code, stdout, stderr } = await run(args, { cwd: folder, env });
  const said = `${stderr}${stdout}`;
  const verdict = /^(PASS|FAIL|ABORTED|INVALID) {2}queue_backlog/m.exec(stdout)?.[1];
  expect(verdict, said).toBeDefined();
  expect(code, said).toBe(verdict === 'PASS' ? 0 : 1);
  expect(said.trim().split('\n').length).toBeLessThan(40);
  expect(stdout).toMatch(/What Ounce did, from the start of the fault:/);
  expect(stdout).toMatch(/evidence: \d+ events in the journal, every hash fits/);
});
