import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReducing } from '../model/action.ts';
import { modes } from '../model/control.ts';
import type { Decision } from '../model/decision.ts';
import type { GateContext } from './context.ts';
import { type GateVerdict, gate } from './gate.ts';
import { defaultGuardRails, type GuardRails } from './rails.ts';

const nowMs = 10_000_000;

function scale(from: number, to: number, atMs = nowMs): Decision {
  return {
    id: `predictive-scaling/consumer@local/${atMs}`,
    control: 'predictive-scaling',
    service: 'consumer',
    region: 'local',
    atMs,
    action: { kind: 'scale', from, to },
    why: 'Arrivals rose.',
    evidence: {},
    gradeAtMs: atMs + 300_000,
  };
}

function context(change: Partial<GateContext> = {}, rails: Partial<GuardRails> = {}): GateContext {
  return {
    nowMs,
    mode: 'enforced',
    gradualShare: 0,
    rails: { ...defaultGuardRails, ...rails },
    freeze: { kind: 'free' },
    readings: { kind: 'fresh' },
    replicas: { desired: 4, ready: 4, starting: 0 },
    recent: { othersActedOn: 0, othersReduced: 0 },
    servicesInFleet: 10,
    ...change,
  };
}

const because = (verdict: GateVerdict) => (verdict.kind === 'held' ? verdict.because : 'act');
const to = (verdict: GateVerdict) =>
  verdict.kind === 'act' && verdict.action.kind === 'scale' ? verdict.action.to : undefined;
const recent = (change: Partial<GateContext['recent']>) => ({
  recent: { othersActedOn: 0, othersReduced: 0, ...change },
});

describe('the acting gate, rule by rule', () => {
  it('lets a plain decision through unchanged', () => {
    expect(gate(scale(4, 6), context())).toEqual({
      kind: 'act',
      action: { kind: 'scale', from: 4, to: 6 },
      why: 'Arrivals rose.',
    });
  });

  it('G1: never carries out a hold', () => {
    expect(because(gate({ ...scale(4, 4), action: { kind: 'hold' } }, context()))).toBe('already-there');
  });

  it('G2: does nothing for a control that is off', () => {
    expect(because(gate(scale(4, 6), context({ mode: 'off' })))).toBe('mode-off');
  });

  it('G3: says who froze everything, and why', () => {
    const freeze = { kind: 'frozen', sinceMs: 1, by: 'token:ops', reason: 'database move' } as const;
    const verdict = gate(scale(4, 6), context({ freeze }));
    expect(because(verdict)).toBe('frozen');
    expect(verdict.why).toContain('token:ops (database move)');
  });

  it('G4: a share of 0 acts on nothing and a share of 1 on everything', () => {
    expect(because(gate(scale(4, 6), context({ mode: 'gradual', gradualShare: 0 })))).toBe('not-in-share');
    expect(because(gate(scale(4, 6), context({ mode: 'gradual', gradualShare: 1 })))).toBe('act');
  });

  it('G5: does nothing while the replicas are unknown, or for a number that is none', () => {
    const { replicas: _, ...unknown } = context();
    expect(because(gate(scale(4, 6), unknown))).toBe('unknown-replicas');
    expect(because(gate(scale(4, Number.NaN), context()))).toBe('unknown-replicas');
    expect(because(gate(scale(4, 5.5), context()))).toBe('unknown-replicas');
  });

  it('G6: a scale-out never becomes a scale-in because somebody else has scaled meanwhile', () => {
    const replicas = { desired: 9, ready: 9, starting: 0 };
    expect(because(gate(scale(4, 6), context({ replicas })))).toBe('already-there');
    expect(because(gate(scale(12, 11), context({ replicas })))).toBe('already-there');
  });

  it('G7: stops at the ceiling and says so', () => {
    const verdict = gate(scale(4, 30), context({}, { ceiling: 8 }));
    expect(to(verdict)).toBe(8);
    expect(verdict.why).toBe('Arrivals rose. The ceiling allows 8 instead of 30.');
    expect(because(gate(scale(4, 30), context({}, { ceiling: 4 })))).toBe('at-ceiling');
  });

  it('G8: stops at the floor, and lifts a scale-out up to it', () => {
    expect(to(gate(scale(4, 1), context({}, { floor: 2, maxStepDown: 9 })))).toBe(2);
    expect(because(gate(scale(4, 1), context({}, { floor: 4 })))).toBe('at-floor');
    expect(to(gate(scale(4, 5), context({}, { floor: 6 })))).toBe(6);
  });

  it('G9 and G10: takes the largest step and says that more was wanted', () => {
    const out = gate(scale(4, 20), context({}, { maxStepUp: 2, maxStepUpShare: 0 }));
    expect(to(out)).toBe(6);
    expect(out.why).toContain('The largest step up allows 6 for now.');
    const down = gate(scale(4, 1), context());
    expect(to(down)).toBe(3);
    expect(down.why).toContain('The largest step down (25 %) allows 3 for now.');
  });

  it('G11: takes nothing away on stale readings, but may add', () => {
    const readings = { kind: 'stale', why: 'queueDepth: 40 s old' } as const;
    expect(because(gate(scale(4, 3), context({ readings })))).toBe('stale-readings');
    expect(because(gate(scale(4, 6), context({ readings })))).toBe('act');
  });

  it('G12: carries a decision out once only, however urgent', () => {
    const verdict = gate(scale(4, 20, nowMs - 10), context(recent({ lastOutAtMs: nowMs - 10 })));
    expect(because(verdict)).toBe('cooldown');
  });

  it('G13: waits longer before taking away than before adding', () => {
    const lately = {
      ...recent({ lastOutAtMs: nowMs - 15_000 }),
      replicas: { desired: 10, ready: 10, starting: 0 },
    };
    expect(because(gate(scale(10, 11), context(lately)))).toBe('act');
    expect(because(gate(scale(10, 9), context(lately)))).toBe('cooldown');
    const justNow = { ...lately, ...recent({ lastOutAtMs: nowMs - 5000 }) };
    expect(because(gate(scale(10, 11), context(justNow)))).toBe('cooldown');
  });

  it('G14: an emergency does not wait for the cooldown', () => {
    const justNow = recent({ lastOutAtMs: nowMs - 1000 });
    expect(to(gate(scale(4, 12), context(justNow)))).toBe(12);
    expect(because(gate(scale(4, 12), context(justNow, { emergencyShare: 100 })))).toBe('cooldown');
  });

  it('G15: a fifth of the services may lose capacity at once, and one always may', () => {
    expect(because(gate(scale(4, 3), context(recent({ othersActedOn: 1, othersReduced: 1 }))))).toBe('act');
    expect(because(gate(scale(4, 3), context(recent({ othersActedOn: 2, othersReduced: 2 }))))).toBe(
      'blast-radius',
    );
    expect(because(gate(scale(4, 6), context(recent({ othersActedOn: 9, othersReduced: 2 }))))).toBe('act');
    expect(because(gate(scale(4, 3), context({ servicesInFleet: 1 })))).toBe('act');
    const few = context(recent({ othersActedOn: 3 }), { maxActingShare: 0.3 });
    expect(because(gate(scale(4, 6), few))).toBe('blast-radius');
  });

  it('G16: a dry run says what would have been done after clamping', () => {
    const verdict = gate(scale(4, 30), context({ mode: 'dry-run' }, { ceiling: 8 }));
    expect(because(verdict)).toBe('dry-run');
    expect(verdict.why).toBe('Dry run: would have scaled from 4 to 8. Arrivals rose.');
  });
});

const rails = fc.record({
  floor: fc.integer({ min: 0, max: 10 }),
  ceiling: fc.integer({ min: 1, max: 60 }),
  maxStepUp: fc.integer({ min: 1, max: 30 }),
  maxStepUpShare: fc.double({ min: 0, max: 2, noNaN: true }),
  maxStepDown: fc.integer({ min: 1, max: 30 }),
  maxStepDownShare: fc.double({ min: 0, max: 1, noNaN: true }),
  cooldownOutMs: fc.integer({ min: 0, max: 60_000 }),
  cooldownInMs: fc.integer({ min: 0, max: 600_000 }),
  emergencyShare: fc.double({ min: 0, max: 2, noNaN: true }),
  maxActingShare: fc.double({ min: 0, max: 1, noNaN: true }),
  maxReducingShare: fc.double({ min: 0, max: 1, noNaN: true }),
  maxRestartingShare: fc.double({ min: 0, max: 1, noNaN: true }),
  leastAdmitted: fc.constant(1),
  cooldownRestartMs: fc.integer({ min: 1000, max: 60_000 }),
});
const age = fc.option(fc.integer({ min: 0, max: 700_000 }), { nil: undefined });
const contexts: fc.Arbitrary<GateContext> = fc
  .record({
    mode: fc.constantFrom(...modes),
    gradualShare: fc.double({ min: 0, max: 1, noNaN: true }),
    rails,
    frozen: fc.boolean(),
    stale: fc.boolean(),
    desired: fc.option(fc.integer({ min: 0, max: 70 }), { nil: undefined }),
    outAge: age,
    inAge: age,
    others: fc.tuple(fc.nat(20), fc.nat(20)),
    servicesInFleet: fc.integer({ min: 1, max: 30 }),
  })
  .map(({ frozen, stale, desired, outAge, inAge, others, ...rest }) => ({
    ...rest,
    nowMs,
    freeze: frozen ? { kind: 'frozen', sinceMs: 0, by: 'local', reason: 'drill' } : { kind: 'free' },
    readings: stale ? { kind: 'stale', why: 'old' } : { kind: 'fresh' },
    ...(desired === undefined ? {} : { replicas: { desired, ready: desired, starting: 0 } }),
    recent: {
      ...(outAge === undefined ? {} : { lastOutAtMs: nowMs - outAge }),
      ...(inAge === undefined ? {} : { lastInAtMs: nowMs - inAge }),
      othersActedOn: Math.max(...others),
      othersReduced: Math.min(...others),
    },
  }));
const count = fc.integer({ min: 0, max: 80 });
const decisions = fc
  .tuple(count, count, fc.integer({ min: 0, max: 700_000 }))
  .map(([a, b, ageMs]) => scale(a, b, nowMs - ageMs));

describe('the acting gate, whatever comes', () => {
  it('G2, G3, G5, G11, G16: acts neither when off, frozen, dry nor blind, and never reduces on stale readings', () => {
    fc.assert(
      fc.property(decisions, contexts, (decision, given) => {
        const verdict = gate(decision, given);
        if (verdict.kind === 'held') return;
        expect(['gradual', 'enforced']).toContain(given.mode);
        expect(given.freeze.kind).toBe('free');
        expect(given.replicas).toBeDefined();
        if (isReducing(verdict.action)) expect(given.readings.kind).toBe('fresh');
      }),
      { numRuns: 3000 },
    );
  });

  it('G6 to G9: keeps to direction, floor, ceiling and step', () => {
    fc.assert(
      fc.property(decisions, contexts, (decision, given) => {
        const verdict = gate(decision, given);
        if (verdict.kind === 'held' || decision.action.kind !== 'scale') return;
        if (verdict.action.kind !== 'scale') throw new Error('a scaling became something else');
        const { from, to } = verdict.action;
        const { floor, ceiling, maxStepUp, maxStepUpShare, maxStepDown, maxStepDownShare } = given.rails;
        expect(from).toBe(given.replicas?.desired);
        expect(Math.sign(to - from)).toBe(Math.sign(decision.action.to - decision.action.from));
        if (to > from) {
          expect(to).toBeLessThanOrEqual(ceiling);
          expect(to - from).toBeLessThanOrEqual(Math.max(maxStepUp, from * maxStepUpShare));
        } else {
          expect(to).toBeGreaterThanOrEqual(floor);
          expect(from - to).toBeLessThanOrEqual(Math.max(maxStepDown, from * maxStepDownShare));
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('G12: is idempotent: what was carried out is not carried out again', () => {
    fc.assert(
      fc.property(decisions, contexts, (decision, given) => {
        const verdict = gate(decision, given);
        if (verdict.kind === 'held' || verdict.action.kind !== 'scale') return;
        const { to: desired } = verdict.action;
        const at = isReducing(verdict.action) ? { lastInAtMs: nowMs } : { lastOutAtMs: nowMs };
        const after = {
          ...given,
          replicas: { desired, ready: 0, starting: 0 },
          recent: { ...given.recent, ...at },
        };
        expect(gate(decision, after).kind).toBe('held');
      }),
      { numRuns: 3000 },
    );
  });

  it('G4: enlarging the share never takes a service out', () => {
    const shares = fc.tuple(
      fc.double({ min: 0, max: 1, noNaN: true }),
      fc.double({ min: 0, max: 1, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.string(), shares, (service, [a, b]) => {
        const acts = (gradualShare: number) =>
          gate({ ...scale(4, 6), service }, context({ mode: 'gradual', gradualShare })).kind === 'act';
        expect(!acts(Math.min(a, b)) || acts(Math.max(a, b))).toBe(true);
      }),
    );
  });

  it('explains every verdict in a sentence', () => {
    fc.assert(
      fc.property(decisions, contexts, (decision, given) => {
        expect(gate(decision, given).why).toMatch(/^[A-Z].*\.$/);
      }),
    );
  });
});
