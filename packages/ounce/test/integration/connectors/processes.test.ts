import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceStatus } from '@ounce/core';
import { afterEach, describe, expect, it } from 'vitest';
import { identify, isAlive } from '../../../src/ports/process-identity.ts';
import { ref, type UnderTest, underTest } from './platform-under-test.ts';

const { signal } = new AbortController();
const closing: UnderTest[] = [];
afterEach(async () => {
  for (const one of closing.splice(0)) await one.close();
});

async function run(service: Parameters<typeof underTest>[0] = {}): Promise<UnderTest> {
  const one = underTest(service);
  closing.push(one);
  await one.open();
  return one;
}

const ready = (replicas: number) => (status: ServiceStatus) =>
  status.instances.length === replicas && status.instances.every(({ state }) => state === 'ready');

describe('local child processes', () => {
  it('get PORT, INSTANCE and the environment of the config', async () => {
    const one = await run({ env: { COLOUR: 'blue' }, replicas: 2 });
    const status = await one.until(ready(2));
    expect(await one.ask(status, 1)).toMatchObject({ instance: 'consumer-2', colour: 'blue' });
  });

  it('are ready when they say so, not when they run', async () => {
    const one = await run({ env: { READY_AFTER_MS: '400' } });
    const { instances } = await one.until(ready(1));
    expect(instances[0]!.readyAtMs! - instances[0]!.startedAtMs).toBeGreaterThanOrEqual(400);
  });

  it('give the fixed port to the first replica and free ones to the others', async () => {
    const free = await run();
    const port = Number(new URL((await free.until(ready(1))).instances[0]!.url!).port);
    await free.platform().close({ stop: true });
    const one = await run({ port, replicas: 2 });
    const [first, second] = (await one.until(ready(2))).instances;
    expect(new URL(first!.url!).port).toBe(String(port));
    expect(second!.url).not.toBe(first!.url);
  });

  it('try another port when theirs is taken in the last moment, and count no restart', async () => {
    const one = underTest();
    closing.push(one);
    const stolen = join(one.folder, 'stolen');
    await one.open({ env: { STEAL_ONCE: stolen } });
    const [instance] = (await one.until(ready(1))).instances;
    expect(instance!.restarts).toBe(0);
    expect(new URL(instance!.url!).port).not.toBe(readFileSync(stolen, 'utf8'));
  });

  it('that cannot start are tried again with longer and longer waits, and told of', async () => {
    const one = underTest();
    closing.push(one);
    const outage = join(one.folder, 'outage');
    writeFileSync(outage, '');
    await one.open({ env: { CRASH_WHILE: outage } });
    const { instances } = await one.until((status) => status.instances[0]!.restarts >= 2);
    expect(instances[0]!.state).not.toBe('ready');
    rmSync(outage);
    await one.until(ready(1));
    expect(one.sentences[0]).toBe(
      'consumer-1 ended with code 7; it is started again in 250 ms. It last said: no database',
    );
    expect(one.sentences[1]).toMatch(/ in 500 ms/);
  });

  it('of a command that does not exist are failed, with the reason', async () => {
    const one = await run({ command: ['./no-such-program'] });
    await one.until(({ instances }) => instances[0]!.state === 'failed');
    expect(one.sentences[0]).toMatch(/code 127.*no-such-program/);
  });

  it('finish their work before they go', async () => {
    const one = await run({ env: { DRAIN: 'slowly' } });
    await one.until(ready(1));
    await one.platform().scale(ref, 0, signal);
    expect((await one.status()).instances).toMatchObject([{ id: 'consumer-1', state: 'draining' }]);
    await one.until(ready(0));
    expect(one.log('consumer-1')).toMatch(/draining/);
    expect(one.sentences).toEqual([]);
  });

  it('that never finish are killed after their time, and told of', async () => {
    const one = await run({ env: { DRAIN: 'never' }, drainMs: 200 });
    await one.until(ready(1));
    const record = one.record('consumer-1');
    await one.platform().scale(ref, 0, signal);
    await one.until(ready(0));
    expect(isAlive(record)).toBe(false);
    expect(one.sentences).toEqual(['consumer-1 did not finish within 200 ms and was killed.']);
  });

  it('that answer nobody have a moment to end; one that is stopped cannot use it and has none', async () => {
    const one = await run({ env: { DRAIN: 'never' }, drainMs: 1_000 });
    const restarted = async (times: number) => {
      const restarts = (status: ServiceStatus) => status.instances[0]!.restarts;
      await one.platform().restart(ref, 'consumer-1', signal, { unresponsive: true });
      await one.until((status) => ready(1)(status) && restarts(status) === times);
    };
    await one.until(ready(1));
    await restarted(1);
    const { pid } = one.record('consumer-1');
    process.kill(pid, 'SIGSTOP');
    await one.until(() => identify(pid)?.stopped === true);
    await restarted(2);
    expect(one.sentences).toEqual([
      'consumer-1 did not finish within 250 ms and was killed.',
      'consumer-1 was stopped and was killed.',
    ]);
  });

  it('keep their number while one that is drained still has its own', async () => {
    const one = await run({ env: { DRAIN: 'slowly' }, replicas: 2 });
    await one.until(ready(2));
    await one.platform().scale(ref, 1, signal);
    await one.platform().scale(ref, 2, signal);
    const { instances } = await one.until(ready(2));
    expect(instances.map(({ id }) => id)).toEqual(['consumer-1', 'consumer-3']);
  });
});

describe('a governor that comes after another', () => {
  it('takes over the same processes and counts their crashes', async () => {
    const one = await run();
    const before = await one.ask(await one.until(ready(1)));
    await one.reopen();
    expect((await one.ask(await one.until(ready(1)))).pid).toBe(before.pid);
    process.kill(before.pid, 'SIGKILL');
    await one.until((status) => ready(1)(status) && status.instances[0]!.restarts === 1);
  });

  it('finds a process whose record the first could not finish', async () => {
    const one = await run();
    const { pid } = await one.ask(await one.until(ready(1)));
    await one.platform().close({ stop: false });
    const { pid: _, startTime: __, ...unfinished } = one.record('consumer-1');
    writeFileSync(join(one.folder, 'consumer-1.json'), JSON.stringify(unfinished));
    await one.open();
    expect((await one.ask(await one.until(ready(1)))).pid).toBe(pid);
  });

  it('goes on draining what was being drained', async () => {
    const one = await run({ env: { DRAIN: 'never' }, drainMs: 60_000 });
    await one.until(ready(1));
    const record = one.record('consumer-1');
    await one.platform().scale(ref, 0, signal);
    await one.reopen({ drainMs: 100 });
    await one.until(ready(0));
    expect(isAlive(record)).toBe(false);
  });

  it('replaces what died while nobody looked', async () => {
    const one = await run();
    const { pid } = await one.ask(await one.until(ready(1)));
    await one.platform().close({ stop: false });
    process.kill(pid, 'SIGKILL');
    await one.open();
    const { instances } = await one.until(
      (status) => ready(1)(status) && status.instances[0]!.restarts === 1,
    );
    expect(instances[0]!.id).toBe('consumer-1');
  });

  it('never signals a process that has got the pid of one of its own', async () => {
    const one = await run();
    const { pid } = await one.ask(await one.until(ready(1)));
    await one.platform().close({ stop: false });
    const original = one.record('consumer-1');
    const reused = { ...original, startTime: 'another boot:1' };
    writeFileSync(join(one.folder, 'consumer-1.json'), JSON.stringify(reused));
    await one.open();
    await one.until(ready(1));
    await one.platform().close({ stop: true });
    expect(isAlive({ pid, startTime: original.startTime })).toBe(true);
    process.kill(pid, 'SIGKILL');
  });

  it('starts with the count of the config after everything was stopped on purpose', async () => {
    const one = await run();
    await one.platform().scale(ref, 3, signal);
    await one.until(ready(3));
    await one.platform().close({ stop: true });
    expect(one.records()).toEqual([]);
    await one.open();
    expect((await one.until(ready(1))).desired).toBe(1);
  });
});
