import type { ServiceView } from '../../model/signal.ts';
import { arrivalsFromDepth, meanBetween, measuredArrivals, type RateSeries, usable } from './arrivals.ts';

/** Arrivals between two moments, without holes: each stretch follows the one before. */
export interface Recorded {
  readonly kind: 'recorded';
  readonly seconds: readonly number[];
  readonly rates: readonly number[];
}

export type Recording = Recorded | { readonly kind: 'missing'; readonly why: string };

/** Longer stretches without a reading leave open what happened in them. */
const longestGapMs = 60_000;

/** What arrived from `fromMs` to `toMs` according to the view's windows, stale ones included: the past does not spoil. */
export function recordedArrivals(view: ServiceView, fromMs: number, toMs: number): Recording {
  const series = allArrivals(view);
  const seconds: number[] = [];
  const rates: number[] = [];
  let untilMs = fromMs;
  for (let i = 0; i < series.timesMs.length; i++) {
    const atMs = Math.min(series.timesMs[i]!, toMs);
    if (atMs <= untilMs) continue;
    if (atMs - untilMs > longestGapMs) return missing(atMs - untilMs);
    seconds.push((atMs - untilMs) / 1000);
    rates.push(series.rates[i]!);
    untilMs = atMs;
  }
  return toMs - untilMs > longestGapMs ? missing(toMs - untilMs) : { kind: 'recorded', seconds, rates };
}

function missing(gapMs: number): Recording {
  return {
    kind: 'missing',
    why: `arrivals are missing for ${Math.round(gapMs / 1000)} s of the time after it`,
  };
}

function allArrivals(view: ServiceView): RateSeries {
  const measured = measuredArrivals(view, 'any');
  if (measured.timesMs.length > 0) return measured;
  const service = usable(view, 'serviceRate', 'any');
  return service ? arrivalsFromDepth(usable(view, 'queueDepth', 'any'), meanBetween(service)) : measured;
}

export interface Outcome {
  /** Deepest the queue would have been, and when, ms after the start. */
  readonly peak: number;
  readonly peakAfterMs: number;
  /** The highest mean of arrivals over any whole minute, per second. */
  readonly busiestMinute: number;
}

/** Lets the recorded arrivals flow into a queue that is carried away at `capacity` per second. */
export function whatIf(
  { seconds, rates }: Recorded,
  depth: number,
  capacity: (afterMs: number) => number,
): Outcome {
  let standing = depth;
  let peak = depth;
  let peakAfterMs = 0;
  let afterMs = 0;
  for (let i = 0; i < rates.length; i++) {
    afterMs += seconds[i]! * 1000;
    standing = Math.max(0, standing + (rates[i]! - capacity(afterMs)) * seconds[i]!);
    if (standing > peak) {
      peak = standing;
      peakAfterMs = afterMs;
    }
  }
  return { peak, peakAfterMs, busiestMinute: busiestMinute(seconds, rates) };
}

function busiestMinute(seconds: readonly number[], rates: readonly number[]): number {
  let busiest = 0;
  let first = 0;
  let length = 0;
  let arrived = 0;
  for (let i = 0; i < rates.length; i++) {
    length += seconds[i]!;
    arrived += rates[i]! * seconds[i]!;
    while (length - seconds[first]! >= 60) {
      length -= seconds[first]!;
      arrived -= rates[first]! * seconds[first]!;
      first++;
    }
    if (length >= 60) busiest = Math.max(busiest, arrived / length);
  }
  return busiest;
}
