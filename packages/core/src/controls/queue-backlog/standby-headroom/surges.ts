import type { Window } from '../../../model/signal.ts';

/** Arrivals that rose beyond what they usually are. Rates are per second. */
interface Surge {
  readonly atMs: number;
  readonly base: number;
  /** The most that came on top of the base before a replica ordered at its beginning could have been ready. */
  readonly rise: number;
}

/** What has been seen of a series of arrivals, up to one reading. Plain JSON. */
export interface SurgeRecord {
  readonly seenUntilMs: number;
  /** Oldest first. */
  readonly surges: readonly Surge[];
  /** One that is not over yet. */
  readonly open: Surge | null;
  /** From when to when the last surge was: what arrived then is not usual. */
  readonly last: { readonly fromMs: number; readonly untilMs: number } | null;
}

export const noSurges: SurgeRecord = { seenUntilMs: 0, surges: [], open: null, last: null };

export interface SurgeOptions {
  readonly baseMs: number;
  /** From the order of a replica until it works. */
  readonly leadMs: number;
  readonly lookBackMs: number;
}

/** A surge rises by at least this share of the base, and by as many deviations of bursty arrivals. */
const leastShare = 0.5;
const deviations = 5;
const dispersion = 2;
/** What has not gone back after this long is no surge but a new level. */
const longestMs = 1_800_000;
/** With fewer readings nobody knows what is usual. */
const leastReadings = 6;
const mostKept = 100;

/** The record after the readings of a window that are newer than what it has seen. */
export function followSurges(before: SurgeRecord, window: Window, options: SurgeOptions): SurgeRecord {
  const { timesMs, values } = window;
  let record = before;
  for (let i = firstAfter(timesMs, before.seenUntilMs); i < timesMs.length; i++)
    record = followReading(record, window, i, Math.max(0, values[i]!), options);
  return record;
}

function followReading(
  before: SurgeRecord,
  window: Window,
  i: number,
  rate: number,
  { baseMs, leadMs, lookBackMs }: SurgeOptions,
): SurgeRecord {
  const atMs = window.timesMs[i]!;
  const { surges, open } = before;
  const seen = { ...before, seenUntilMs: atMs };
  if (open) {
    const rise = atMs - open.atMs <= leadMs ? Math.max(open.rise, rate - open.base) : open.rise;
    const grown = { ...open, rise };
    const isNewLevel = atMs - open.atMs > longestMs;
    if (rate >= open.base + rise / 2 && !isNewLevel) return { ...seen, open: grown };
    if (isNewLevel) return { ...seen, open: null };
    const kept = [...surges, grown].filter((surge) => surge.atMs > atMs - lookBackMs);
    const last = { fromMs: open.atMs, untilMs: atMs };
    return { seenUntilMs: atMs, surges: kept.slice(-mostKept), open: null, last };
  }
  const base = baseBefore(window, i, baseMs, before);
  if (base === undefined) return seen;
  const seconds = secondsOf(window.timesMs, i);
  const noise = deviations * Math.sqrt((dispersion * (base + 1)) / Math.max(1, seconds));
  const rise = rate - base;
  return rise > Math.max(leastShare * base, noise) ? { ...seen, open: { atMs, base, rise } } : seen;
}

/** What a reading speaks for: after a gap it is one interval still. */
function secondsOf(timesMs: ArrayLike<number>, i: number): number {
  const sinceMs = timesMs[i]! - timesMs[i - 1]!;
  const beforeMs = i >= 2 ? timesMs[i - 1]! - timesMs[i - 2]! : sinceMs;
  return Math.min(sinceMs, beforeMs) / 1000;
}

/** The median of the readings of `baseMs` before the reading `i`, those of the last surge left out; undefined with too few of them. */
export function baseBefore(
  { timesMs, values }: Window,
  i: number,
  baseMs: number,
  { last }: Pick<SurgeRecord, 'last'>,
): number | undefined {
  const sinceMs = timesMs[Math.min(i, timesMs.length - 1)]! - baseMs;
  const before: number[] = [];
  for (let j = i - 1; j >= 0 && timesMs[j]! >= sinceMs; j--)
    if (!last || timesMs[j]! < last.fromMs || timesMs[j]! >= last.untilMs)
      before.push(Math.max(0, values[j]!));
  if (before.length < leastReadings) return undefined;
  return before.sort((a, b) => a - b)[before.length >> 1];
}

/** The rise that a share of the surges did not exceed; one that is not over counts by what was seen of it. */
export function riseQuantile({ surges }: SurgeRecord, share: number): number {
  const rises = surges.map(({ rise }) => rise).sort((a, b) => a - b);
  return rises[Math.ceil(share * rises.length) - 1] ?? 0;
}

function firstAfter(timesMs: ArrayLike<number>, atMs: number): number {
  let low = 0;
  let high = timesMs.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle]! <= atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
