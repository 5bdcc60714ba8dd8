import { type Action, free, type Mode } from '@ounce/core';
import { expect, it } from 'vitest';
import { act } from './act.ts';
import { learn } from './learn.ts';
import { viewFor, viewOf } from './observe.ts';
import { letGo } from './standing.ts';
import { obedientControl, refresh, serviceOf, startMs, wishOf, worldOf } from './test-service.ts';

const { signal } = new AbortController();
const keep: Action = { kind: 'standby', from: null, to: 8 };
const scaleIn: Action = { kind: 'scale', from: 8, to: 7 };

async function kept() {
  const world = await worldOf();
  const service = serviceOf();
  refresh(service, startMs, 8);
  await act([wishOf(service, keep, startMs)], world.hands, signal);
  return { world, service };
}

it('replicas that are kept are in the next view, and nobody goes below them', async () => {
  const { world, service } = await kept();
  const view = viewOf(service, startMs + 1);
  const { control } = service.controls[0]!;
  expect(viewFor(control.id, service, view).standby).toBe(8);
  expect(viewFor('another', service, view).standby).toBeUndefined();
  await act([wishOf(service, scaleIn, startMs + 1)], world.hands, signal);
  expect(world.orders).toEqual([]);
  expect(service.controls[0]!.last?.outcome).toMatchObject({ kind: 'held', because: 'at-floor' });
});

it('G27: a floor goes when its control may not act any more, and stays while nothing can be read', async () => {
  const { service } = await kept();
  const asMode = (mode: Mode, nowMs = startMs) =>
    letGo(service, { freeze: free, modeOf: () => ({ mode }) }, nowMs);
  asMode('enforced', startMs + 3_600_000);
  expect(service.kept.size).toBe(1);
  asMode('dry-run');
  expect(service.kept.size).toBe(0);
});

it('a control that learns from the past is shown what was recorded before its first decision, without what drills have made', () => {
  const asked: unknown[] = [];
  const from = (_: number, { values }: { values: ArrayLike<number> }) => values.length;
  const control = obedientControl({ learn: { signal: 'arrivalRate', spanMs: () => 60_000, from } });
  const service = serviceOf({ control });
  const history = {
    record: () => true,
    readings: (of: unknown, span: unknown) => {
      asked.push(of, span);
      return { timesMs: [1, 2, 3], values: [8, 8, 8] };
    },
  };
  const services = new Map([[service.key, service]]);
  learn(services, history, startMs, () => [{ startMs: 2, endMs: 2 }]);
  expect(service.controls[0]!.state).toBe(2);
  asked.length = 0;
  learn(services, history, startMs);
  expect(service.controls[0]!.state).toBe(3);
  expect(asked).toEqual([
    { ...service.ref, series: 'arrivalRate' },
    { sinceMs: startMs - 60_000, untilMs: startMs },
  ]);
});
