import { expect, it } from 'vitest';
import type { Action } from '../model/action.ts';
import type { GateContext } from './context.ts';
import { gate } from './gate.ts';
import { defaultGuardRails } from './rails.ts';

const nowMs = 10_000_000;
const decisionTo = (action: Action) => ({
  ...{ id: 'x', control: 'standby-headroom', service: 'consumer', region: 'local', atMs: nowMs, action },
  ...{ why: 'Surges come.', evidence: {}, gradeAtMs: nowMs + 600_000 },
});
const keep = (to: number | null) => decisionTo({ kind: 'standby', from: null, to });
const scale = (from: number, to: number) => decisionTo({ kind: 'scale', from, to });

const context = (change: Partial<GateContext> = {}): GateContext => ({
  nowMs,
  mode: 'enforced',
  gradualShare: 0,
  rails: { ...defaultGuardRails, floor: 2, ceiling: 12 },
  freeze: { kind: 'free' },
  readings: { kind: 'fresh' },
  replicas: { desired: 9, ready: 9, starting: 0 },
  recent: { othersActedOn: 0, othersReduced: 0 },
  servicesInFleet: 1,
  ...change,
});

it('G26: nothing goes below the replicas that are kept, and without them the floor is the rail’s again', () => {
  expect(gate(scale(9, 2), context({ standby: 9 }))).toMatchObject({ because: 'at-floor' });
  expect(gate(scale(9, 2), context({ standby: 8 }))).toMatchObject({ action: { to: 8 } });
  expect(gate(scale(9, 2), context())).toMatchObject({ action: { to: 8 } });
  expect(gate(scale(9, 2), context({ standby: 4, kept: 8 }))).toMatchObject({ action: { to: 8 } });
  const few = { desired: 3, ready: 3, starting: 0 };
  expect(gate(scale(3, 4), context({ standby: 8, replicas: few }))).toMatchObject({ action: { to: 8 } });
  expect(gate(scale(3, 4), context({ standby: 50, replicas: few }))).toMatchObject({ action: { to: 12 } });
});

it('G1 to G3, G16, G26: a floor passes mode, freeze and ceiling, and is not set twice', () => {
  expect(gate(keep(8), context())).toEqual({
    kind: 'act',
    action: { kind: 'standby', from: null, to: 8 },
    why: 'Surges come.',
  });
  expect(gate(keep(20), context())).toMatchObject({
    action: { to: 12 },
    why: 'Surges come. The ceiling allows 12 instead of 20.',
  });
  expect(gate(keep(8), context({ standby: 8 }))).toMatchObject({ because: 'already-there' });
  expect(gate(keep(null), context())).toMatchObject({ because: 'already-there' });
  expect(gate(keep(8), context({ mode: 'off' }))).toMatchObject({ because: 'mode-off' });
  expect(gate(keep(8), context({ mode: 'dry-run' }))).toMatchObject({
    why: 'Dry run: at least 8 replicas would be kept from now on. Surges come.',
  });
  const freeze = { kind: 'frozen', sinceMs: 0, by: 'local', reason: 'a fire' } as const;
  expect(gate(keep(8), context({ freeze }))).toMatchObject({ because: 'frozen' });
});
