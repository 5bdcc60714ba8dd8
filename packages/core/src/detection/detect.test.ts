import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServiceView } from '../model/signal.ts';
import { detect } from './detect.ts';
import { type DetectionRule, detectionRule } from './rule.ts';
import { type DetectionEvent, type DetectionState, initialDetectionState } from './state.ts';

const rule = detectionRule('queue_backlog', {
  above: 200,
  forMs: 30_000,
  normalBelow: 100,
  normalForMs: 60_000,
});
const every = 10_000;

interface Reading {
  readonly atMs: number;
  readonly value: number;
}

const readings = (...values: readonly number[]): Reading[] =>
  values.map((value, i) => ({ atMs: (i + 1) * every, value }));

function view(list: readonly Reading[], kind: 'fresh' | 'stale' = 'fresh'): ServiceView {
  const window = { timesMs: list.map((r) => r.atMs), values: list.map((r) => r.value) };
  return {
    service: 'consumer',
    region: 'local',
    nowMs: list.at(-1)?.atMs ?? 0,
    signals: {
      queueDepth:
        kind === 'fresh'
          ? { kind, window, intervalMs: every }
          : { kind, window, intervalMs: every, why: 'old' },
    },
    startupTimesMs: [],
  };
}

/** Shows the readings one by one, each with those before it still in the window. */
function watch(
  list: readonly Reading[],
  by: DetectionRule = rule,
  from: DetectionState = initialDetectionState,
) {
  let state = from;
  const events: DetectionEvent[] = [];
  const states: DetectionState['kind'][] = [];
  for (let i = 1; i <= list.length; i++) {
    const step = detect(view(list.slice(0, i)), state, by);
    state = step.state;
    states.push(state.kind);
    events.push(...step.events);
  }
  return { state, states, events };
}

describe('detection', () => {
  it('D1, D2, D4, D5: follows an incident from its first reading to the end of its hold time', () => {
    const { states, events } = watch(readings(5, 250, 300, 900, 700, 150, 90, 80, 70, 60, 50, 40, 30, 20));
    expect(states).toEqual([
      'normal',
      'suspected',
      'suspected',
      'suspected',
      'open',
      'recovering',
      'recovering',
      'recovering',
      'recovering',
      'recovering',
      'recovering',
      'recovering',
      'closed',
      'closed',
    ]);
    const incidentId = 'queue_backlog/consumer@local/20000';
    expect(events).toEqual([
      {
        kind: 'opened',
        incident: {
          id: incidentId,
          type: 'queue_backlog',
          service: 'consumer',
          region: 'local',
          severity: 2,
          summary: 'queueDepth of consumer@local has been above 200 for 30 s (now 700).',
          startedAtMs: 20_000,
          detectedAtMs: 50_000,
        },
      },
      {
        kind: 'mitigated',
        incidentId,
        atMs: 60_000,
        why: 'queueDepth is down to 150, no longer above 200; the peak was 900.',
      },
      {
        kind: 'resolved',
        incidentId,
        atMs: 130_000,
        why: 'queueDepth has been at or below 100 for 60 s (now 30).',
      },
    ]);
  });

  it('D3: one reading at the threshold ends the suspicion', () => {
    const { states, events } = watch(readings(250, 250, 250, 200, 250, 250));
    expect(states).toEqual(['suspected', 'suspected', 'suspected', 'normal', 'suspected', 'suspected']);
    expect(events).toEqual([]);
  });

  it('D4: an incident that flares up again stays the same incident, mitigated once', () => {
    const flare = [250, 250, 250, 250, 150, 90, 400, 90, 90, 90, 90, 90, 90, 90];
    const { states, events } = watch(readings(...flare));
    expect(states.slice(3, 8)).toEqual(['open', 'recovering', 'recovering', 'open', 'recovering']);
    expect(events.map((event) => event.kind)).toEqual(['opened', 'mitigated', 'resolved']);
    expect(watch(readings(...flare.slice(0, 9))).state).toMatchObject({ mitigatedAtMs: 50_000 });
  });

  it('D5: between the two bounds it is not normal', () => {
    const { state } = watch(readings(250, 250, 250, 250, 90, 90, 90, 150, 90, 90, 90, 90, 90));
    expect(state.kind).toBe('recovering');
  });

  it('D6: stale or missing signals neither open nor close, and NaN is no reading', () => {
    const { state: open } = watch(readings(250, 250, 250, 250));
    const later = readings(...Array.from({ length: 30 }, () => 0));
    expect(detect(view(later, 'stale'), open, rule)).toEqual({ state: open, events: [] });
    expect(detect({ ...view(later), signals: {} }, open, rule)).toEqual({ state: open, events: [] });
    const { states } = watch(readings(250, Number.NaN, 250, 250));
    expect(states.at(-1)).toBe('open');
  });

  it('D7: a gap vouches neither for a backlog nor for normal', () => {
    const high = [
      { atMs: 10_000, value: 250 },
      { atMs: 20_000, value: 250 },
      { atMs: 90_000, value: 250 },
      { atMs: 100_000, value: 250 },
    ];
    expect(watch(high).state.kind).toBe('suspected');
    const quiet = [
      ...readings(250, 250, 250, 250, 90),
      { atMs: 150_000, value: 90 },
      { atMs: 160_000, value: 90 },
    ];
    expect(watch(quiet).state.kind).toBe('recovering');
  });

  it('works for any signal and threshold', () => {
    const errors = detectionRule('error_rate_spike', { forMs: 0 });
    const signals = { errorRate: view(readings(0.001, 0.2)).signals.queueDepth! };
    const { events } = detect({ ...view(readings(1, 1)), signals }, initialDetectionState, errors);
    expect(events).toMatchObject([
      { kind: 'opened', incident: { type: 'error_rate_spike', startedAtMs: 20_000 } },
    ]);
  });
});

describe('detection, whatever comes', () => {
  const value = fc.oneof(fc.nat(400), fc.constantFrom(90, 150, 250, Number.NaN));
  const stream = fc
    .array(fc.tuple(value, fc.constantFrom(every, every, every, 4 * every)), { maxLength: 80 })
    .map((steps) => {
      let atMs = 0;
      return steps.map(([v, waitMs]) => {
        atMs += waitMs;
        return { atMs, value: v };
      });
    });

  it('D8: one by one or all at once, the same incidents begin and end at the same times', () => {
    fc.assert(
      fc.property(stream, (list) => {
        // When it was noticed depends on when one looked; everything else does not.
        const untimed = (events: readonly DetectionEvent[]) =>
          events.map((e) =>
            e.kind === 'opened' ? { ...e, incident: { ...e.incident, detectedAtMs: 0 } } : e,
          );
        const slowly = watch(list);
        const atOnce = detect(view(list), initialDetectionState, rule);
        expect(untimed(atOnce.events)).toEqual(untimed(slowly.events));
        expect(atOnce.state).toEqual(slowly.state);
        expect(detect(view(list), atOnce.state, rule).events).toEqual([]);
      }),
    );
  });

  it('every incident opens once, is mitigated before it is resolved, and never overlaps the next', () => {
    fc.assert(
      fc.property(stream, (list) => {
        const course = watch(list).events.map((event) => event.kind);
        expect(course.join(' ')).toMatch(/^((opened mitigated resolved ?)*(opened( mitigated)?)?)$/);
      }),
    );
  });

  it('its state survives JSON', () => {
    fc.assert(
      fc.property(stream, (list) => {
        const { state } = watch(list);
        expect(JSON.parse(JSON.stringify(state))).toEqual(state);
      }),
    );
  });
});
