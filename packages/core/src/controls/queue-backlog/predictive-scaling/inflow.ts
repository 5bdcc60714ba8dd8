import type { ServiceView, Signal } from '../../../model/signal.ts';
import {
  arrivalsFromDepth,
  meanBetween,
  measuredArrivals,
  newest,
  noRates,
  type RateSeries,
  usable,
} from '../../load/arrivals.ts';
import { keepsBusy } from '../../load/capacity.ts';
import { type Level, levelBefore, levelOf } from './level.ts';
import { overrules } from './overrule.ts';

/** What comes in, and how that is known. */
export type Inflow =
  | (Level & {
      /** `measured`: as reported; `from-depth`: what was served plus what the queue grew by; `while-busy`: the same, with the capacity in place of a missing service rate. */
      readonly source: 'measured' | 'from-depth' | 'while-busy';
    })
  | { readonly source: 'unknown'; readonly dispersion: number };

/** What stands in for a missing service rate: the ready replicas, since they are so many, at what one of them carries. */
export interface BusyReplicas {
  readonly ready: number;
  readonly readySinceMs: number;
  readonly perReplica: number;
}

/** A queue that grows by so many standard deviations grows in earnest. */
const growthDeviations = 4.5;
/** … and by at least this share of the arrivals that seem to have come on top. */
const growthShare = 0.3;

/**
 * The level of arrivals from whatever can be read. Where the newest readings alone, the queue growing along with them, say
 * more and are surer of it, they count.
 */
export function inflowOf(view: ServiceView, busy: BusyReplicas, dispersion: number): Inflow {
  const reported = measuredArrivals(view, 'fresh');
  const depth = usable(view, 'queueDepth', 'fresh');
  const service = usable(view, 'serviceRate', 'fresh');
  const readOff = () => (service ? arrivalsFromDepth(depth, meanBetween(service)) : whileBusy(depth, busy));
  const inflow = usualInflow(view, reported, readOff, service !== undefined, dispersion);
  const overruling = overrules(view, reported, readOff, busy, dispersion);
  if (!overruling) return inflow;
  const { level, from } = overruling;
  // A rise that has been seen says more of what is to come than a level can.
  if (inflow.source === 'unknown' || inflow.slope > 0 || level.rate <= inflow.rate) return inflow;
  if (level.rate - level.error <= inflow.rate - inflow.error) return inflow;
  const source = from === 'reported' ? 'measured' : service ? 'from-depth' : 'while-busy';
  // What was learnt of the noise stays what the whole window says.
  return { ...level, before: Math.min(inflow.before, inflow.rate), dispersion: inflow.dispersion, source };
}

/**
 * Arrivals that are reported count first; when the queue itself grows in earnest and shows more than is reported (a rate
 * averaged over a minute lags behind), the queue is believed.
 */
function usualInflow(
  view: ServiceView,
  reported: RateSeries,
  readOff: () => RateSeries,
  isServedKnown: boolean,
  dispersion: number,
): Inflow {
  const measured = confirmed(view, reported, dispersion, readOff);
  if (measured && !(isServedKnown && growsTwice(view, measured))) return { ...measured, source: 'measured' };
  const derived = confirmed(view, readOff(), dispersion);
  const source = isServedKnown ? 'from-depth' : 'while-busy';
  if (derived && (!measured || derived.rate - measured.rate > 3 * (derived.error + measured.error)))
    return { ...derived, source };
  return measured ? { ...measured, source: 'measured' } : { source: 'unknown', dispersion };
}

/** What is read off the queue while it keeps the ready replicas busy: they serve what they carry. */
function whileBusy(depth: Signal | undefined, { ready, readySinceMs, perReplica }: BusyReplicas): RateSeries {
  if (!depth || !keepsBusy(newest(depth.window), ready)) return noRates;
  return arrivalsFromDepth(depth, (fromMs, _toMs, before, after) =>
    fromMs >= readySinceMs && keepsBusy(before, ready) && keepsBusy(after, ready)
      ? perReplica * ready
      : Number.NaN,
  );
}

/**
 * The level, without a jump that only the newest reading speaks for: such a reading counts at once when the queue grew
 * along with it, or when so much came through the gate before it as is let in (`through`: what came into the queue);
 * otherwise the next reading must say the same.
 */
function confirmed(
  view: ServiceView,
  series: RateSeries,
  dispersion: number,
  through?: () => RateSeries,
): Level | undefined {
  const level = levelOf(series, dispersion);
  if (level?.readings !== 1 || series.rates.length === 1) return level;
  const older = levelBefore(series, dispersion)!;
  if (level.rate > older.rate) {
    if (grewWith(view, level.rate - older.rate, older)) return level;
    if (through && fillsGate(view, level, older, through())) return level;
  }
  const rate = level.rate > older.rate ? Math.min(level.rate, older.rate) : older.rate;
  return { ...older, rate };
}

/** Whether the queue's newest step up is real and matches arrivals that rose by `rise` per second. */
function grewWith(view: ServiceView, rise: number, before: Level): boolean {
  const grown = growth(view, 0);
  return grown !== undefined && isEarnest(grown, before) && grown.perSecond >= growthShare * rise;
}

/**
 * Whether a jump reaches the limit of the gate before the queue and what came through rose in earnest: more than is let in
 * cannot show in the queue.
 */
function fillsGate(view: ServiceView, level: Level, before: Level, through: RateSeries): boolean {
  const limit = view.admission?.limit?.perSecond;
  const last = through.rates.length - 1;
  if (limit === undefined || level.rate <= limit || last < 0) return false;
  if (through.timesMs[last] !== newestTime(view)) return false;
  const more = { perSecond: through.rates[last]! - before.rate, seconds: through.secondsLong[last]! };
  return isEarnest(more, before) && more.perSecond >= growthShare * (limit - before.rate);
}

function newestTime(view: ServiceView): number | undefined {
  const window = usable(view, 'queueDepth', 'fresh')?.window;
  return window?.timesMs[window.timesMs.length - 1];
}

function growsTwice(view: ServiceView, level: Level): boolean {
  const now = growth(view, 0);
  const before = growth(view, 1);
  return now !== undefined && before !== undefined && isEarnest(now, level) && isEarnest(before, level);
}

function isEarnest({ perSecond, seconds }: Growth, { rate, dispersion }: Level): boolean {
  // Arrivals and departures both are noisy; one message either way is always noise.
  const deviation = Math.sqrt(2 * dispersion * rate * seconds + 1);
  return perSecond * seconds > growthDeviations * deviation;
}

interface Growth {
  readonly perSecond: number;
  readonly seconds: number;
}

/** How fast the queue grew between the two readings that are `back` readings before the newest two. */
function growth(view: ServiceView, back: number): Growth | undefined {
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!depth) return undefined;
  const { timesMs, values } = depth.window;
  const last = timesMs.length - 1 - back;
  if (last < 1) return undefined;
  const seconds = (timesMs[last]! - timesMs[last - 1]!) / 1000;
  return { perSecond: (values[last]! - values[last - 1]!) / seconds, seconds };
}
