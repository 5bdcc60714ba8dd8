import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { identify } from '../../../src/ports/process-identity.ts';
import { fixture, ref, underTest } from './platform-under-test.ts';

const governor = fileURLToPath(new URL('./fixtures/governor.ts', import.meta.url));
/** Between the first order and the last, and in the middle of starts. */
const killedAfterMs = [0, 3, 8, 15, 35, 61, 64, 80, 122, 130, 185, 243, 250, 305];

it('leaves no process behind and starts none twice, whenever its governor is killed', async () => {
  const one = underTest();
  const pids = join(one.folder, 'pids.txt');
  writeFileSync(pids, '');
  for (const ms of killedAfterMs) {
    const child = spawn(process.execPath, [governor, one.folder, fixture, pids]);
    await once(child.stdout, 'data');
    await sleep(ms);
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await one.open({ env: { PIDS: pids } });
  await one.platform().scale(ref, 2, new AbortController().signal);
  await one.until(
    ({ instances }) => instances.length === 2 && instances.every(({ state }) => state === 'ready'),
  );

  const everStarted = readFileSync(pids, 'utf8').trim().split('\n').map(Number);
  const alive = everStarted.filter((pid) => identify(pid)?.dead === false);
  const recorded = (await one.status()).instances.map(({ id }) => one.record(id).pid);
  expect(alive.toSorted()).toEqual(recorded.toSorted());
  await one.close();
});
