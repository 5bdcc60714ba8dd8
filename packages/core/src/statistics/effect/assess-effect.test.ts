import { describe, expect, it } from 'vitest';
import type { Severity } from '../../model/incident.ts';
import { millisecondsPerDay } from '../rates/observed-window.ts';
import { assessEffect } from './assess-effect.ts';
import type { EffectIncident, EffectQuestion } from './question.ts';

const day = millisecondsPerDay;
const minute = 60_000;
const before = { startMs: 0, endMs: 364 * day };
const after = { startMs: 364 * day, endMs: 728 * day };

/** So many incidents spread evenly over a year that begins on `fromDay`. */
const year = (fromDay: number, count: number, severity: Severity, minutes: number): EffectIncident[] =>
  Array.from({ length: count }, (_, i) => {
    const startedAtMs = (fromDay + ((i + 0.5) / count) * 364) * day;
    return {
      startedAtMs,
      severity,
      detectedAtMs: startedAtMs + 2 * minute,
      resolvedAtMs: startedAtMs + minutes * minute,
    };
  });
const ask = (incidents: readonly EffectIncident[], more: Partial<EffectQuestion> = {}) =>
  assessEffect({ incidents, before, after, ...more });
const calm = [...year(0, 30, 3, 30), ...year(0, 6, 1, 60), ...year(364, 5, 3, 20), ...year(364, 1, 1, 30)];

describe('the effect of a prevention', () => {
  it('is "improved" when rate, downtime and severity agree, with an interval beside the percentage', () => {
    const { verdict, headline, rate, durations } = ask(calm);
    expect(verdict).toEqual({ kind: 'improved' });
    expect(headline).toMatch(
      /^Improved: 3\.0 → 0\.50 incidents a month, a fall of 83 % \(95 % interval, valid at every look: \d+ % to \d+ %\), with less downtime and no more severe incidents\.$/,
    );
    expect(rate.incidentFreeDays).toBe(0);
    expect(rate.improvementProbability).toBeGreaterThan(0.999);
    expect(durations.toResolve.answer).not.toBe('not-possible');
  });

  it('is "fewer, but longer" when total downtime did not fall', () => {
    const { verdict, headline } = ask([...year(0, 36, 3, 30), ...year(364, 6, 3, 400)]);
    expect(verdict).toEqual({ kind: 'disagreement', about: ['fewer-but-longer'] });
    expect(headline).toBe(
      'Fewer, but longer: 3.0 → 0.50 incidents a month, yet 90.3 → 201 minutes of downtime a month.',
    );
  });

  it('is "only low severity fell" when the severe ones stayed', () => {
    const { verdict, headline } = ask([
      ...year(0, 34, 4, 60),
      ...year(0, 4, 1, 60),
      ...year(364, 2, 4, 60),
      ...year(364, 4, 1, 60),
    ]);
    expect(verdict).toEqual({ kind: 'disagreement', about: ['only-low-severity-fell'] });
    expect(headline).toMatch(/^Only low severity fell: .* yet 0\.33 → 0\.33 of severity 1 or 2\.$/);
  });

  it('is "fewer, but more severe" when there were none of those before', () => {
    const { verdict } = ask([...year(0, 36, 4, 60), ...year(364, 3, 4, 60), ...year(364, 3, 2, 60)]);
    expect(verdict).toEqual({ kind: 'disagreement', about: ['fewer-but-more-severe'] });
  });

  it('is "the monitor itself changed" before anything else', () => {
    const { verdict, headline } = ask(calm, {
      monitorChanges: [{ atMs: 364 * day, what: 'latency threshold raised' }],
    });
    expect(verdict).toMatchObject({ about: ['monitor-changed'] });
    expect(headline).toBe(
      'The monitor itself changed: latency threshold raised on 1970-12-31; 3.0 → 0.50 incidents a month may be another way of counting.',
    );
  });

  it('is "as after any burst" when the fall is no more than the passing of one', () => {
    const usual = Array.from({ length: 8 }, (_, i) => ({ count: 5 + (i % 3), exposureDays: 364 }));
    const { verdict, notes } = ask(calm, { comparable: usual });
    expect(verdict).toMatchObject({ about: ['burst-before'] });
    expect(notes[0]).toMatch(
      /^The time before was an unusual burst: a fall of \d+ % was to be expected without any fix/,
    );
  });

  it('is "worse" when the rate rose, and "more, but less downtime" when they were shorter', () => {
    expect(ask([...year(0, 6, 3, 30), ...year(364, 36, 3, 30)]).headline).toMatch(
      /^Worse: 0\.50 → 3\.0 incidents a month, 6\.0 times as many \(95 % interval, valid at every look: \d/,
    );
    expect(ask([...year(0, 6, 3, 300), ...year(364, 36, 3, 5)]).headline).toMatch(
      /^More, but less downtime: /,
    );
  });

  it('is "not yet known" with little data, never a bare percentage', () => {
    const little = ask([...year(0, 3, 2, 30), ...year(364, 1, 3, 30)]);
    expect(little.verdict).toEqual({ kind: 'not-yet-known' });
    expect(little.headline).toMatch(
      /^Not yet known: 3 incidents in 12\.0 months before, 1 incident in 12\.0 months after\. /,
    );
    expect(little.headline).not.toContain('%');
    expect(little.durations.toResolve.answer).toBe('not-possible');
    expect(ask([]).headline).toContain('So little happened before that no quiet time could show a fall.');
  });

  it('counts the incident-free days down to the claim it promised', () => {
    const early = { startMs: 364 * day, endMs: 400 * day };
    const incidents = year(0, 24, 3, 30);
    const { rate } = assessEffect({ incidents, before, after: early });
    const at = (days: number) =>
      assessEffect({ incidents, before, after: { ...early, endMs: early.endMs + days * day } }).verdict.kind;
    expect(rate.incidentFreeDays).toBeGreaterThan(0);
    expect(at(rate.incidentFreeDays!)).toBe('improved');
    expect(at(rate.incidentFreeDays! - 7)).toBe('not-yet-known');
  });

  it('leaves drills out and keeps an incident that is still open in the downtime', () => {
    const drills = year(364, 40, 1, 60).map((each) => ({ ...each, drill: true }));
    expect(ask([...calm, ...drills]).headline).toBe(ask(calm).headline);
    const { resolvedAtMs: _, ...open } = year(364, 1, 3, 1)[0]!;
    expect(ask([open]).downtime.minutesAfter).toBeCloseTo(182 * 1440, 6);
    expect(ask([open]).durations.toResolve.after).toMatchObject({ stillOpen: 1, median: null });
  });

  it('refuses windows that overlap', () => {
    expect(() => assessEffect({ incidents: [], before: after, after: before })).toThrow(RangeError);
    expect(() => ask([], { level: 95 })).toThrow('a level of 95 is not between 0.5 and 1');
  });
});
