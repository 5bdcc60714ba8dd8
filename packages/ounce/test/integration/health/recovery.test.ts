import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { controlById, defaultGuardRails, type JournalEvent, settingsOf } from '@ounce/core';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { healthProbe } from '../../../src/connectors/health-probe/index.ts';
import { createMemoryJournal } from '../../../src/connectors/memory-journal/index.ts';
import { processesPlatform } from '../../../src/connectors/processes/index.ts';
import { Governor } from '../../../src/governor/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import { fixture } from '../connectors/platform-under-test.ts';

const ref = { service: 'consumer', region: 'local' };
const clock = systemClock();
const { signal } = new AbortController();
const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A real service on the real platform under a real governor that probes it each second. */
async function governed(mode: 'enforced' | 'dry-run') {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-health-'));
  closing.push(async () => rmSync(folder, { recursive: true }));
  const services = { consumer: { command: [process.execPath, fixture], drainMs: 5_000, replicas: 2 } };
  const platform = await processesPlatform({ stateFolder: folder, region: 'local', services, clock });
  closing.push(() => platform.close({ stop: true }));
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  closing.push(() => ledger.close());
  const probe = healthProbe();
  closing.push(() => probe.close());
  const control = controlById('service-health')!;
  const settings = settingsOf(control, { failuresBeforeRestart: 2 });
  const health = {
    check: { kind: 'http', path: '/' },
    intervalMs: 1_000,
    timeoutMs: 500,
    dependsOn: [],
  } as const;
  const controls = [{ control, mode, gradualShare: 1, settings, rails: defaultGuardRails }];
  const spec = { ...ref, metrics: [], detections: [], controls, onPlatform: true, health };
  const governor = new Governor({
    clock,
    ledger,
    platform,
    sources: {},
    services: [spec],
    probe,
    tickMs: 250,
  });
  const events: JournalEvent[] = [];
  ledger.subscribe((batch) => void events.push(...batch));
  governor.start();
  closing.push(() => governor.stop());
  const up = async () => {
    const { instances } = await platform.status(ref, signal);
    const known = governor.view(ref)?.health?.instances ?? [];
    return instances.length === 2 && known.filter(({ last }) => last?.kind === 'up').length === 2;
  };
  await until(up);
  const pid = (id: string): number => JSON.parse(readFileSync(join(folder, `${id}.json`), 'utf8')).pid;
  return { governor, platform, events, pid, up };
}

async function until(is: () => Promise<boolean> | boolean): Promise<void> {
  const giveUpMs = clock.monotonicMs() + 60_000;
  while (!(await is())) {
    if (clock.monotonicMs() > giveUpMs) throw new Error('it did not come to pass within a minute');
    await clock.sleep(50);
  }
}

describe('a hung instance on the processes platform', () => {
  it('is restarted, and the ledger says how long it took', async () => {
    const world = await governed('enforced');
    const hung = world.pid('consumer-1');
    const other = world.pid('consumer-2');
    process.kill(hung, 'SIGSTOP');
    await until(() => world.events.some(({ kind }) => kind === 'instance.recovered'));
    expect(world.pid('consumer-1')).not.toBe(hung);
    expect(world.pid('consumer-2')).toBe(other);
    const taken = world.events.filter(({ kind }) => kind === 'action.taken');
    expect(taken).toMatchObject([
      { data: { action: { kind: 'restart', instance: 'consumer-1', unresponsive: true } } },
    ]);
    const back = world.events.find((event) => event.kind === 'instance.recovered');
    expect(back?.data).toMatchObject({ ...ref, instance: 'consumer-1' });
    expect(back?.data.recoverMs).toBeGreaterThanOrEqual(back?.data.detectMs ?? Number.NaN);
  });

  it('is left alone in a dry run, which says what it would have done', async () => {
    const world = await governed('dry-run');
    const hung = world.pid('consumer-1');
    process.kill(hung, 'SIGSTOP');
    await until(() => world.events.some(({ kind }) => kind === 'action.held'));
    const held = world.events.find((event) => event.kind === 'action.held');
    expect(held?.data.why).toContain('Dry run: would have restarted consumer-1.');
    expect(world.pid('consumer-1')).toBe(hung);
    process.kill(hung, 'SIGCONT');
  });

  it('beside another hung one is not restarted: an incident says that it is useless', async () => {
    const world = await governed('enforced');
    const pids = ['consumer-1', 'consumer-2'].map(world.pid);
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await until(() => world.events.some(({ kind }) => kind === 'incident.opened'));
    const opened = world.events.find((event) => event.kind === 'incident.opened');
    expect(opened?.data).toMatchObject({ type: 'circuit_breaker_open', ...ref });
    expect(opened?.data.summary).toContain('Restarting is useless: all 2 instances are down');
    for (const pid of pids) process.kill(pid, 'SIGCONT');
    await until(() => world.events.some(({ kind }) => kind === 'incident.resolved'));
    expect(['consumer-1', 'consumer-2'].map(world.pid)).toEqual(pids);
  });
});
