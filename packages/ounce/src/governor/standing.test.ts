import { type Action, type FreezeState, free, type Mode } from '@ounce/core';
import { expect, it } from 'vitest';
import { act } from './act.ts';
import { viewOf } from './observe.ts';
import { admissionsAt } from './standing.ts';
import { refresh, serviceOf, startMs, wishOf, worldOf } from './test-service.ts';

const { signal } = new AbortController();
const limit = { perSecond: 18, burst: 41 };
const admit: Action = { kind: 'admit', from: null, to: limit };
const frozen: FreezeState = { kind: 'frozen', sinceMs: startMs, by: 'local', reason: 'a fire' };

async function limited() {
  const world = await worldOf();
  const service = serviceOf({ admission: { service: 'gateway', gate: 'orders' } });
  const gateway = serviceOf({ service: 'gateway' });
  for (const one of [service, gateway]) refresh(one, startMs);
  await act([wishOf(service, admit, startMs)], world.hands, signal);
  const services = new Map([service, gateway].map((one) => [one.key, one]));
  const at = (changed: { freeze?: FreezeState; mode?: Mode; nowMs?: number; of?: string } = {}) => {
    const { freeze = free, mode = 'enforced', nowMs = startMs + 5_000, of = 'gateway' } = changed;
    return admissionsAt(of, services, { freeze, modeOf: () => ({ mode }) }, nowMs);
  };
  return { world, service, gateway, at };
}

it('a limit is written down, holds at the gate that the config names, and is in the next view', async () => {
  const { world, service, at } = await limited();
  expect((await world.events()).map(({ kind }) => kind)).toEqual(['action.taken']);
  expect(at()).toEqual({ orders: { ratePerSecond: 18, burst: 41, leaseMs: 20_000 } });
  expect(at({ of: 'consumer' })).toEqual({});
  const view = viewOf(service, startMs + 1);
  expect(view.admission).toEqual({ limit });
  // No order went to the platform: what it said is still true.
  expect(view.replicas).toBeDefined();
  expect(world.orders).toEqual([]);
});

it('is shared out among the ready instances of the gate', async () => {
  const { gateway, at } = await limited();
  const instance = (id: string, state: 'ready' | 'starting') => ({ id, state, startedAtMs: 0, restarts: 0 });
  const instances = [instance('a', 'ready'), instance('b', 'ready'), instance('c', 'starting')];
  gateway.status = { atMs: startMs, desired: 3, instances };
  expect(at()).toMatchObject({ orders: { ratePerSecond: 9, burst: 20 } });
});

it('lets everybody in once it is frozen, its control may not act, or has not been heard of', async () => {
  const { at } = await limited();
  expect(at({ freeze: frozen })).toEqual({});
  expect(at({ mode: 'dry-run' })).toEqual({});
  expect(at({ nowMs: startMs + 31_000 })).toEqual({});
  expect(at({ mode: 'gradual' })).not.toEqual({});
});
