import {
  answerEffect,
  assessEffect,
  type DurationComparison,
  type DurationsChange,
  type EffectAnswer,
  type EffectAssessment,
  type EffectQuestion,
  type IncidentRate,
  type Interval,
  incidentRate,
  type MedianDuration,
  type TimesAnswer,
} from '@ounce/core';
import type { DurationsView, EffectView, MedianView, RateView, RatioView } from './views.ts';

/** With durations for pages of one thing, without them for long lists. */
export type Depth = 'whole' | 'rate';

export function assessed(question: EffectQuestion, depth: Depth): EffectAnswer | EffectAssessment {
  return depth === 'whole' ? assessEffect(question) : answerEffect(question);
}

export function toEffectView(
  answer: EffectAnswer | EffectAssessment,
  split: EffectView['split'],
  rate: RateView,
  times: TimesAnswer | null = null,
): EffectView {
  const { verdict, headline, notes, severity, downtime } = answer;
  const { before, after, widened, sequence, evidence } = answer.rate;
  const durations = 'durations' in answer ? answer.durations : null;
  return {
    kind: verdict.kind,
    headline,
    about: verdict.kind === 'disagreement' ? verdict.about : [],
    notes,
    split,
    rate,
    before: rateView(before),
    after: rateView(after),
    ratio: ratioView(widened.estimate, widened.midP),
    anytime: ratioView(widened.estimate, sequence),
    dispersion: evidence.dispersion.factor,
    improvementProbability: answer.rate.improvementProbability,
    incidentFreeDays: answer.rate.incidentFreeDays,
    downtime: { before: downtime.perMonthBefore, after: downtime.perMonthAfter },
    severe: { before: rateView(severity.severeBefore), after: rateView(severity.severeAfter) },
    toResolve: durations && durationsView(durations.toResolve),
    toDetect: durations && durationsView(durations.toDetect),
    times: times && timesView(times),
  };
}

function timesView({ metric, verdict, headline }: TimesAnswer): EffectView['times'] {
  return {
    metric,
    kind: verdict.kind,
    headline,
    about: verdict.kind === 'disagreement' ? verdict.about : [],
  };
}

/** What is known of all the watched time together. */
export interface WholeTime {
  readonly rate: RateView;
  readonly notes?: readonly string[];
  readonly dispersion?: number | null;
  /** All of them as `before`. */
  readonly durations?: DurationsChange | null;
}

/** Where nothing can be compared: the rate of all the time, and why. */
export function withoutComparison(
  headline: string,
  { rate, notes = [], dispersion = null, durations = null }: WholeTime,
): EffectView {
  return {
    ...{ kind: 'no-comparison', headline, about: [], notes, split: null, rate, before: null, after: null },
    ...{ ratio: null, anytime: null, dispersion, improvementProbability: null, incidentFreeDays: null },
    ...{ downtime: null, severe: null, times: null },
    toResolve: durations && durationsView(durations.toResolve),
    toDetect: durations && durationsView(durations.toDetect),
  };
}

function rateView({ count, exposureDays, perMonth, interval }: IncidentRate): RateView {
  const { low = null, high = null } = interval ?? {};
  return { count, days: exposureDays, perMonth, low, high };
}

export function rateOf(count: number, exposureDays: number, dispersion = 1): RateView {
  return rateView(incidentRate({ count, exposureDays }, 0.95, dispersion));
}

/** A limit beyond this limits nothing. */
const highestLimit = 1_000;

/** Null where nothing at all is known: an interval from 0 without an upper limit says nothing. */
export function ratioView(estimate: number | null, interval: Interval | null): RatioView | null {
  if (interval === null) return null;
  return {
    estimate: finite(estimate),
    low: interval.low,
    high: interval.high > highestLimit ? null : finite(interval.high),
  };
}

function durationsView({ before, after, shift, answer, why }: DurationComparison): DurationsView {
  return {
    before: medianView(before),
    after: medianView(after),
    shift: shiftView(shift),
    answer,
    why,
  };
}

function shiftView({ estimate, interval }: DurationComparison['shift']): DurationsView['shift'] {
  const [low, high] = [finite(interval?.low ?? null), finite(interval?.high ?? null)];
  return estimate === null && low === null && high === null ? null : { estimate, low, high };
}

function medianView({ count, stillOpen, median, interval }: MedianDuration): MedianView {
  return {
    count,
    stillOpen,
    median,
    low: finite(interval?.low ?? null),
    high: finite(interval?.high ?? null),
  };
}

function finite(value: number | null): number | null {
  return value === null || !Number.isFinite(value) ? null : value;
}
