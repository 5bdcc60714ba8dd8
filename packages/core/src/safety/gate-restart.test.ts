import { describe, expect, it } from 'vitest';
import type { Decision } from '../model/decision.ts';
import type { GateContext } from './context.ts';
import { type GateVerdict, gate } from './gate.ts';
import { heldOnceMore } from './held-by-platform.ts';
import { defaultGuardRails } from './rails.ts';

const nowMs = 10_000_000;
const startedAtMs = 9_000_000;

const restart: Decision = {
  id: 'service-health/handler@local/1',
  control: 'service-health',
  service: 'handler',
  region: 'local',
  atMs: nowMs,
  action: { kind: 'restart', instance: 'handler-1', startedAtMs, unresponsive: true },
  why: 'handler-1 has failed 3 probes in a row.',
  evidence: {},
  gradeAtMs: nowMs + 60_000,
};

const quiet = { othersActedOn: 0, othersReduced: 0 };

function context(change: Partial<GateContext> = {}): GateContext {
  return {
    nowMs,
    mode: 'enforced',
    gradualShare: 0,
    rails: defaultGuardRails,
    freeze: { kind: 'free' },
    readings: { kind: 'fresh' },
    replicas: { desired: 4, ready: 4, starting: 0 },
    instances: [{ id: 'handler-1', startedAtMs }],
    recent: quiet,
    servicesInFleet: 10,
    ...change,
  };
}

const because = (verdict: GateVerdict) => (verdict.kind === 'held' ? verdict.because : 'act');

describe('the gate before the restart of an instance', () => {
  it('lets a plain restart through', () => {
    expect(gate(restart, context())).toEqual({ kind: 'act', action: restart.action, why: restart.why });
  });

  it('G17: nothing is restarted on old readings, without knowing what runs, or when the instance is gone', () => {
    expect(because(gate(restart, context({ readings: { kind: 'stale', why: 'old' } })))).toBe(
      'stale-readings',
    );
    const { instances: _, ...unknown } = context();
    expect(because(gate(restart, unknown))).toBe('unknown-instance');
    expect(because(gate(restart, context({ instances: [] })))).toBe('unknown-instance');
  });

  it('G18: another life of the instance is left alone', () => {
    const instances = [{ id: 'handler-1', startedAtMs: startedAtMs + 1 }];
    expect(because(gate(restart, context({ instances })))).toBe('already-there');
  });

  it('G19: the same instance waits between two restarts', () => {
    const after = (ms: number) =>
      because(gate(restart, context({ recent: { ...quiet, restartedAtMs: { 'handler-1': nowMs - ms } } })));
    expect(after(9_999)).toBe('cooldown');
    expect(after(10_000)).toBe('act');
  });

  it('G20: only a share of the instances is restarted within a minute, one always may', () => {
    const recent = { ...quiet, restartedAtMs: { 'handler-2': nowMs - 30_000 } };
    expect(because(gate(restart, context({ recent })))).toBe('blast-radius');
    const replicas = { desired: 8, ready: 8, starting: 0 };
    expect(because(gate(restart, context({ recent, replicas })))).toBe('act');
  });

  it('G28: what the platform held back is asked for again later each time, about the same life only', () => {
    const waits: number[] = [];
    let held = heldOnceMore(undefined, startedAtMs, 'held back by a budget', nowMs);
    for (let time = 0; time < 7; time++) {
      waits.push(held.untilMs - nowMs);
      held = heldOnceMore(held, startedAtMs, 'held back by a budget', nowMs);
    }
    expect(waits).toEqual([10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]);
    expect(heldOnceMore(held, startedAtMs + 1, 'again', nowMs).times).toBe(1);

    const first = heldOnceMore(undefined, startedAtMs, 'held back by a budget', nowMs - 4_000);
    const heldByPlatform = new Map([['handler-1', first]]);
    expect(gate(restart, context({ heldByPlatform }))).toEqual({
      kind: 'held',
      because: 'platform',
      why: 'held back by a budget (asked for again in 6 s)',
    });
    expect(because(gate(restart, context({ heldByPlatform, nowMs: first.untilMs })))).toBe('act');
    const other = new Map([['handler-1', { ...first, startedAtMs: startedAtMs - 1 }]]);
    expect(because(gate(restart, context({ heldByPlatform: other })))).toBe('act');
  });
});
