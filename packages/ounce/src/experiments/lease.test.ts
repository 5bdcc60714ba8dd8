import { beforeEach, describe, expect, test } from 'vitest';
import { FakeAgent, startMs } from '../../test/integration/experiments/fake-world.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { bounded } from './bounded.ts';
import { FaultHold, releaseFault } from './lease.ts';

const target = { service: 'traffic', region: 'local' };
const fault = { kind: 'arrivals', factor: 10 } as const;
let clock: VirtualClock;
let agent: FakeAgent;
beforeEach(() => {
  clock = new VirtualClock(startMs);
  agent = new FakeAgent(clock);
});
const pass = (ms: number) => clock.runUntil(clock.sleep(ms));
const hold = () => new FaultHold(agent, clock, target, 'f');

describe('a held fault', () => {
  test('outlives its lease for as long as it is renewed, and not its end', async () => {
    const held = hold();
    await clock.runUntil(held.inject(fault, startMs + 20_000));
    await pass(19_000);
    expect(await agent.active()).toEqual(['f']);
    await pass(1_001);
    expect(await agent.active()).toEqual([]);
    const renewals = agent.holds;
    await pass(10_000);
    expect(agent.holds).toBe(renewals);
  });

  test('is gone at once when it is released, and is not renewed any more', async () => {
    const held = hold();
    await clock.runUntil(held.inject(fault, startMs + 60_000));
    await pass(5_000);
    expect(await clock.runUntil(held.release())).toBe(true);
    const renewals = agent.holds;
    await pass(10_000);
    expect([agent.holds, await agent.active()]).toEqual([renewals, []]);
  });

  test('goes on through a renewal that fails', async () => {
    const held = hold();
    await clock.runUntil(held.inject(fault, startMs + 60_000));
    agent.behaviour = 'refuses';
    await pass(1_500);
    agent.behaviour = 'obeys';
    await pass(10_000);
    expect(await agent.active()).toEqual(['f']);
    await clock.runUntil(held.release());
  });

  test('is not held by a target that does not answer in time', async () => {
    agent.behaviour = 'never answers';
    await expect(clock.runUntil(hold().inject(fault, startMs + 60_000))).rejects.toThrow(
      'nothing came within 2 s',
    );
  });
});

describe('releasing', () => {
  const release = () => clock.runUntil(releaseFault(agent, clock, target, 'f'));

  test('a fault that is not there is done', async () => {
    expect(await release()).toBe(true);
  });

  test('is tried again while the target cannot be reached', async () => {
    agent.behaviour = 'never answers';
    const released = releaseFault(agent, clock, target, 'f');
    await pass(3_000);
    agent.behaviour = 'obeys';
    expect(await clock.runUntil(released)).toBe(true);
  });

  test('is believed only when the target says that it is gone', async () => {
    await agent.hold(target, { faultId: 'f', fault, leaseMs: 3_000, endsAtMs: startMs + 60_000 });
    agent.behaviour = 'never releases';
    expect(await release()).toBe(false);
  });
});

describe('a bounded call', () => {
  test('gives what the call gives, and leaves nobody asleep', async () => {
    expect(await clock.runUntil(bounded(async () => 7, 1_000, clock))).toBe(7);
    await expect(clock.runUntil(new Promise(() => {}))).rejects.toThrow('stands still');
  });

  test('rejects with what the call rejects with, or with the reason of the signal', async () => {
    const fails = bounded(() => Promise.reject(new Error('no')), 1_000, clock);
    await expect(clock.runUntil(fails)).rejects.toThrow('no');
    const given = AbortSignal.abort(new Error('Ctrl-C'));
    await expect(bounded(() => new Promise(() => {}), 1_000, clock, given)).rejects.toThrow('Ctrl-C');
  });
});
