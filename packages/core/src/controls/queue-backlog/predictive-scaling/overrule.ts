import type { ServiceView } from '../../../model/signal.ts';
import { type RateSeries, usable } from '../../load/arrivals.ts';
import { keepsBusy } from '../../load/capacity.ts';
import { type Level, levelOf } from './level.ts';

/** A queue that grows by so many standard deviations grows in earnest. */
const growthDeviations = 4.5;
/** … over at least so many stretches and seconds, and no more than these newest stretches are looked at. */
const leastStretches = 2;
const leastSeconds = 9.5;
const mostStretches = 6;
/** Reported arrivals agree with the queue when they differ by no more than this share. */
const agreeShare = 0.3;

export interface Carried {
  readonly ready: number;
  readonly perReplica: number;
}

/**
 * What comes, when the queue itself shows that it is more than what is carried: it has grown in each of the newest
 * stretches, by more than noise, with every ready replica busy. Then these stretches are the level, whatever older readings
 * say: as reported where that agrees, otherwise as what was served plus what the queue grew by. Noise is what was remembered
 * of it, since what is in the window now may be what is to be judged.
 */
export function overrules(
  view: ServiceView,
  reported: RateSeries,
  readOff: () => RateSeries,
  carried: Carried,
  remembered: number,
): { readonly level: Level; readonly from: 'reported' | 'queue' } | undefined {
  const count = growingStretches(view, carried, remembered);
  if (count === undefined) return undefined;
  const queue = newestOf(readOff(), count);
  if (queue.rates.length < count) return undefined;
  const told = newestOf(reported, count);
  const agrees = told.rates.length === count && Math.abs(mean(told) / mean(queue) - 1) <= agreeShare;
  const level = levelOf(agrees ? told : queue, remembered);
  return level && { level, from: agrees ? 'reported' : 'queue' };
}

/** The fewest of the newest stretches between readings over which the queue grew in earnest, in each of them. */
function growingStretches(
  view: ServiceView,
  { ready, perReplica }: Carried,
  remembered: number,
): number | undefined {
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!depth) return undefined;
  const { timesMs, values } = depth.window;
  const last = timesMs.length - 1;
  for (let count = 1; count <= Math.min(mostStretches, last); count++) {
    const from = last - count;
    if (values[from + 1]! <= values[from]! || !keepsBusy(values[from + 1]!, ready)) return undefined;
    const seconds = (timesMs[last]! - timesMs[from]!) / 1000;
    if (count < leastStretches || seconds < leastSeconds) continue;
    // What comes is as noisy as it is known to be, what is served no more than Poisson.
    const deviation = Math.sqrt((remembered + 1) * perReplica * ready * seconds + 1);
    if (values[last]! - values[from]! > growthDeviations * deviation) return count;
  }
  return undefined;
}

function newestOf({ timesMs, rates, secondsLong }: RateSeries, count: number): RateSeries {
  return {
    timesMs: timesMs.slice(-count),
    rates: rates.slice(-count),
    secondsLong: secondsLong.slice(-count),
  };
}

function mean({ rates, secondsLong }: RateSeries): number {
  let came = 0;
  let seconds = 0;
  for (let i = 0; i < rates.length; i++) {
    came += rates[i]! * secondsLong[i]!;
    seconds += secondsLong[i]!;
  }
  return came / seconds;
}
