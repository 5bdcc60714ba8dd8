import { describe, expect, it } from 'vitest';
import type { AdmissionLimit } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import { ActionLog } from './action-log.ts';
import type { GateContext } from './context.ts';
import { gate } from './gate.ts';
import { defaultGuardRails } from './rails.ts';

const nowMs = 10_000_000;
const limit = (perSecond: number): AdmissionLimit => ({ perSecond, burst: 20 });

function admit(to: AdmissionLimit | null): Decision {
  return {
    id: `admission-control/consumer@local/${nowMs}`,
    control: 'admission-control',
    service: 'consumer',
    region: 'local',
    atMs: nowMs,
    action: { kind: 'admit', from: null, to },
    why: 'Two replicas carry 18 a second.',
    evidence: {},
    gradeAtMs: nowMs + 60_000,
  };
}

function context(change: Partial<GateContext> = {}): GateContext {
  return {
    nowMs,
    mode: 'enforced',
    gradualShare: 0,
    rails: defaultGuardRails,
    freeze: { kind: 'free' },
    readings: { kind: 'fresh' },
    admission: { limit: null },
    recent: { othersActedOn: 0, othersReduced: 0 },
    servicesInFleet: 10,
    ...change,
  };
}

const because = (decision: Decision, change?: Partial<GateContext>) => {
  const verdict = gate(decision, context(change));
  return verdict.kind === 'held' ? verdict.because : 'act';
};
const stale = { readings: { kind: 'stale', why: '40 s old' } } as const;

describe('the acting gate, for what is let in', () => {
  it('lets a plain decision through, from what is in force now', () => {
    expect(gate(admit(limit(17)), context({ admission: { limit: limit(9) } }))).toEqual({
      kind: 'act',
      action: { kind: 'admit', from: limit(9), to: limit(17) },
      why: 'Two replicas carry 18 a second.',
    });
  });

  it('G2, G3, G4, G16: mode, freeze, share and dry run hold for it as for everything', () => {
    const freeze = { kind: 'frozen', sinceMs: 0, by: 'local', reason: 'a fire' } as const;
    expect(because(admit(limit(17)), { mode: 'off' })).toBe('mode-off');
    expect(because(admit(limit(17)), { freeze })).toBe('frozen');
    expect(because(admit(limit(17)), { mode: 'gradual', gradualShare: 0 })).toBe('not-in-share');
    const dry = gate(admit(limit(17)), context({ mode: 'dry-run' }));
    expect(dry).toMatchObject({
      because: 'dry-run',
      why: 'Dry run: would have let in 17 a second. Two replicas carry 18 a second.',
    });
  });

  it('G21: is nothing without a gate, and not done twice', () => {
    const { admission: _, ...without } = context();
    expect(gate(admit(limit(17)), without)).toMatchObject({ kind: 'held', because: 'unknown-gate' });
    expect(because(admit(limit(17)), { admission: { limit: limit(17) } })).toBe('already-there');
    expect(because(admit(null))).toBe('already-there');
  });

  it('G22: old readings never lower a limit and never set one; they stop neither a higher one nor lifting it', () => {
    const inForce = { admission: { limit: limit(17) } };
    expect(because(admit(limit(9)), stale)).toBe('stale-readings');
    expect(because(admit(limit(9)), { ...stale, ...inForce })).toBe('stale-readings');
    expect(because(admit(limit(90)), { ...stale, ...inForce })).toBe('act');
    expect(because(admit(null), { ...stale, ...inForce })).toBe('act');
  });

  it('G23: never less than the guard rail is let in, and the sentence says so', () => {
    const rails = { ...defaultGuardRails, leastAdmitted: 5 };
    expect(gate(admit(limit(2)), context({ rails }))).toMatchObject({
      action: { to: { perSecond: 5, burst: 20 } },
      why: 'Two replicas carry 18 a second. The guard rail lets in 5 a second instead of 2 a second.',
    });
  });

  it('G24: a lower limit counts as taking capacity away, and neither begins nor waits for a cooldown', () => {
    const recent = { othersActedOn: 2, othersReduced: 2 };
    expect(because(admit(limit(9)), { recent })).toBe('blast-radius');
    expect(because(admit(null), { recent, admission: { limit: limit(9) } })).toBe('act');
    const log = new ActionLog();
    const ref = { service: 'consumer', region: 'local' };
    log.record(ref, { kind: 'admit', from: null, to: limit(9) }, nowMs);
    log.record(ref, { kind: 'admit', from: limit(9), to: null }, nowMs);
    expect(log.recent(ref, nowMs)).toEqual({ othersActedOn: 0, othersReduced: 0 });
    expect(log.recent({ ...ref, service: 'other' }, nowMs)).toEqual({ othersActedOn: 1, othersReduced: 1 });
    const justNow = { othersActedOn: 0, othersReduced: 0, lastInAtMs: nowMs - 1_000, lastOutAtMs: nowMs - 1 };
    expect(because(admit(limit(9)), { recent: justNow })).toBe('act');
  });
});
