import { type Fault, isOunceError, type ServiceRef } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FaultAgent, FaultLease } from './fault-agent.ts';

export interface FaultAgentHarness {
  readonly agent: FaultAgent;
  readonly target: ServiceRef;
  /** What the target can carry, as often as it is asked to. */
  readonly fault: Fault;
  /** A service that the agent knows and cannot reach. */
  readonly unreachable?: ServiceRef;
  /** A service that the agent does not know. */
  readonly unknown: ServiceRef;
  /** The target's wall clock. */
  nowMs(): number;
  /** Lets `ms` go by for the target. */
  pass(ms: number): Promise<void>;
  close(): Promise<void>;
}

export interface FaultAgentSkips {
  /** Why no service can be out of this agent's reach. */
  readonly unreachable?: string;
}

/** What every FaultAgent promises. `make` gives a fresh one, with a target that carries nothing, for each test. */
export function faultAgentContract(
  make: () => Promise<FaultAgentHarness>,
  skips: FaultAgentSkips = {},
): void {
  describe('FaultAgent', () => {
    let harness: FaultAgentHarness;
    beforeEach(async () => {
      harness = await make();
    });
    afterEach(() => harness.close());
    const current = () => harness;
    holding(current);
    lettingGo(current);
    refusing(current, skips);
  });
}

type Current = () => FaultAgentHarness;
const { signal } = new AbortController();

function lease(
  { nowMs, fault }: FaultAgentHarness,
  faultId: string,
  leaseMs = 1000,
  lastsMs = 60_000,
): FaultLease {
  return { faultId, fault, leaseMs, endsAtMs: nowMs() + lastsMs };
}

function active({ agent, target }: FaultAgentHarness): Promise<readonly string[]> {
  return agent.active(target, signal);
}

function holding(current: Current): void {
  it('starts with a target that carries nothing', async () => {
    expect(await active(current())).toEqual([]);
  });

  it('holds several faults and releases the one that is named', async () => {
    const { agent, target } = current();
    await agent.hold(target, lease(current(), 'one'), signal);
    await agent.hold(target, lease(current(), 'two'), signal);
    expect([...(await active(current()))].sort()).toEqual(['one', 'two']);
    await agent.release(target, 'one', signal);
    expect(await active(current())).toEqual(['two']);
  });

  it('holds a fault once, however often it is asked to', async () => {
    const { agent, target } = current();
    await agent.hold(target, lease(current(), 'one'), signal);
    await agent.hold(target, lease(current(), 'one'), signal);
    expect(await active(current())).toEqual(['one']);
    await agent.release(target, 'one', signal);
    expect(await active(current())).toEqual([]);
  });

  it('goes on for as long as the lease is renewed', async () => {
    const { agent, target, pass } = current();
    const first = lease(current(), 'one', 2000);
    await agent.hold(target, first, signal);
    for (let renewal = 0; renewal < 2; renewal++) {
      await pass(1100);
      await agent.hold(target, first, signal);
    }
    expect(await active(current())).toEqual(['one']);
  });
}

function lettingGo(current: Current): void {
  it('releases a fault that is gone, or never was, without complaint', async () => {
    const { agent, target } = current();
    await agent.hold(target, lease(current(), 'one'), signal);
    await agent.release(target, 'one', signal);
    await agent.release(target, 'one', signal);
    await agent.release(target, 'never/was here?', signal);
    expect(await active(current())).toEqual([]);
  });

  it('lets go by itself when the lease is not renewed', async () => {
    await current().agent.hold(current().target, lease(current(), 'one', 200), signal);
    await current().pass(300);
    expect(await active(current())).toEqual([]);
  });

  it('lets go at the end time, whatever is left of the lease', async () => {
    await current().agent.hold(current().target, lease(current(), 'one', 5000, 200), signal);
    await current().pass(300);
    expect(await active(current())).toEqual([]);
  });
}

function refusing(current: Current, { unreachable: why }: FaultAgentSkips): void {
  const silent = 'says that a later try can help when the target does not answer';
  it.skipIf(why)(why ? `${silent} (skipped: ${why})` : silent, async () => {
    const { agent, unreachable = { service: 'none was given', region: '' } } = current();
    const calls = [
      () => agent.hold(unreachable, lease(current(), 'one'), signal),
      () => agent.release(unreachable, 'one', signal),
      () => agent.active(unreachable, signal),
    ];
    for (const call of calls) await expectFault(call(), true);
  });

  it('refuses a service that it does not know', async () => {
    await expectFault(current().agent.hold(current().unknown, lease(current(), 'one'), signal), false);
    await expectFault(current().agent.active(current().unknown, signal), false);
  });

  it('rejects with the reason when it is aborted, and holds nothing', async () => {
    const { agent, target } = current();
    const reason = new Error('Ctrl-C');
    await expect(agent.hold(target, lease(current(), 'one'), AbortSignal.abort(reason))).rejects.toBe(reason);
    expect(await active(current())).toEqual([]);
  });

  it('counts messages in whole numbers that never go down, or keeps no counts', async () => {
    const first = await current().agent.accounting(signal);
    const second = await current().agent.accounting(signal);
    for (const key of ['accepted', 'handledDistinct', 'errors'] as const) {
      expect(Number.isSafeInteger(first?.[key] ?? 0)).toBe(true);
      expect(second?.[key] ?? 0).toBeGreaterThanOrEqual(first?.[key] ?? 0);
    }
  });
}

async function expectFault(call: Promise<unknown>, retry: boolean): Promise<void> {
  const error = await call.catch((thrown: unknown) => thrown);
  expect(isOunceError(error) && { code: error.code, retry: error.retry }).toEqual({
    code: 'OUNCE_E_FAULT_AGENT',
    retry,
  });
}
