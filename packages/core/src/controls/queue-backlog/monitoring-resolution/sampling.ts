import type { SignalName, Window } from '../../../model/signal.ts';

/** What a reading is: the level at its moment, or what happened since the reading before. */
export type ReadingKind = 'level' | 'since-last';

const levels: readonly SignalName[] = ['queueDepth', 'openBreakers', 'openSockets', 'eventLoopLagMs'];

/** Depths and counts are levels; rates, shares and latencies are taken over the time between two readings. */
export function readingKind(signal: SignalName): ReadingKind {
  return levels.includes(signal) ? 'level' : 'since-last';
}

export interface Sampling {
  readonly intervalMs: number;
  /** The first reading is this long after the beginning. */
  readonly phaseMs: number;
  readonly kind: ReadingKind;
}

/**
 * What would have been read of a recorded series every `intervalMs`. Between two recorded readings a level lies on the straight line; what
 * happened since the last reading is the mean of what was recorded. Where the record has a gap of more than three of its intervals
 * nothing would have been read.
 */
export function sample(
  recorded: Window,
  recordedMs: number,
  { intervalMs, phaseMs, kind }: Sampling,
): { readonly timesMs: readonly number[]; readonly values: readonly number[] } {
  const { timesMs } = recorded;
  const read: { timesMs: number[]; values: number[] } = { timesMs: [], values: [] };
  const lastMs = timesMs[timesMs.length - 1] ?? Number.NEGATIVE_INFINITY;
  let next = 0;
  let from = 0;
  for (let atMs = (timesMs[0] ?? 0) + phaseMs; atMs <= lastMs; atMs += intervalMs) {
    while (timesMs[next]! < atMs) next++;
    while (timesMs[from]! <= atMs - intervalMs) from++;
    const gapMs = next === 0 ? 0 : timesMs[next]! - timesMs[next - 1]!;
    if (timesMs[next] !== atMs && gapMs > 3 * recordedMs) continue;
    const value = kind === 'level' ? onTheLine(recorded, next, atMs) : meanSince(recorded, from, next, atMs);
    if (!Number.isFinite(value)) continue;
    read.timesMs.push(atMs);
    read.values.push(value);
  }
  return read;
}

function onTheLine({ timesMs, values }: Window, next: number, atMs: number): number {
  if (timesMs[next] === atMs || next === 0) return values[next]!;
  const [before, after] = [timesMs[next - 1]!, timesMs[next]!];
  const share = (atMs - before) / (after - before);
  return values[next - 1]! + share * (values[next]! - values[next - 1]!);
}

/** The mean of the readings of the last interval; of the one that spans it where the record is coarser. */
function meanSince({ timesMs, values }: Window, from: number, next: number, atMs: number): number {
  const until = timesMs[next] === atMs ? next : next - 1;
  if (until < from) return values[next]!;
  let sum = 0;
  for (let i = from; i <= until; i++) sum += values[i]!;
  return sum / (until - from + 1);
}

/** The usual time between two readings; NaN with fewer than two. */
export function recordedInterval({ timesMs }: Window): number {
  const gaps = Array.from(timesMs as ArrayLike<number>, (atMs, i) =>
    i === 0 ? Number.NaN : atMs - timesMs[i - 1]!,
  )
    .slice(1)
    .sort((a, b) => a - b);
  return gaps[Math.floor(gaps.length / 2)] ?? Number.NaN;
}
