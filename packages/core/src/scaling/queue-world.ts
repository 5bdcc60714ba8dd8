import type { Window } from '../model/signal.ts';

/** What a scaler sees when it looks: readings up to now and no further. */
export interface ScalingLook {
  readonly nowMs: number;
  /** Replicas last asked for, and those that work. */
  readonly ordered: number;
  readonly ready: number;
  readonly perReplica: number;
  readonly startupMs: number;
  readonly arrivals: Readings;
  readonly served: Readings;
  readonly depth: Readings;
}

/** Readings that grow: one array for all looks. */
interface Readings extends Window {
  readonly timesMs: readonly number[];
  readonly values: readonly number[];
}

/** Decides how many replicas are asked for. */
export type Scaler = (look: ScalingLook) => number;

export interface ScalingQuestion {
  /** What came in, a second, as it was recorded: each reading is the mean since the one before. */
  readonly arrivals: Window;
  readonly startMs: number;
  readonly untilMs: number;
  /** The scaler looks, and everything is read, so often. */
  readonly stepMs: number;
  readonly perReplica: number;
  readonly startupMs: number;
  readonly replicas: number;
  readonly depth: number;
}

export interface ScalingMoment {
  readonly atMs: number;
  readonly arrivals: number;
  readonly depth: number;
  readonly ordered: number;
  readonly ready: number;
}

interface Start {
  readonly readyAtMs: number;
  count: number;
}

/**
 * Lets what was recorded arrive at a queue whose replicas a scaler orders: each carries `perReplica`, and works `startupMs` after it was
 * ordered. One moment for each step, so that a long replay can be paused in between.
 */
export function* replayScaling(question: ScalingQuestion, scaler: Scaler): Generator<ScalingMoment> {
  const { arrivals, startMs, untilMs, stepMs, perReplica, startupMs } = question;
  const rateAt = meanRates(arrivals);
  const read = { arrivals: emptyReadings(), served: emptyReadings(), depth: emptyReadings() };
  let depth = question.depth;
  let ready = question.replicas;
  let starting: Start[] = [];
  const orderedNow = () => ready + starting.reduce((sum, { count }) => sum + count, 0);
  for (let nowMs = startMs; nowMs <= untilMs; nowMs += stepMs) {
    for (const start of starting) if (start.readyAtMs <= nowMs) ready += start.count;
    starting = starting.filter(({ readyAtMs }) => readyAtMs > nowMs);
    const rate = rateAt(nowMs - stepMs, nowMs);
    const carried = (ready * perReplica * stepMs) / 1000;
    const came = (rate * stepMs) / 1000;
    const done = Math.min(carried, depth + came);
    depth = Math.max(0, depth + came - done);
    push(read.arrivals, nowMs, rate);
    push(read.served, nowMs, (1000 * done) / stepMs);
    push(read.depth, nowMs, depth);
    const ordered = orderedNow();
    yield { atMs: nowMs, arrivals: rate, depth, ordered, ready };
    const wanted = Math.max(0, Math.round(scaler({ nowMs, ordered, ready, perReplica, startupMs, ...read })));
    if (wanted > ordered) starting.push({ readyAtMs: nowMs + startupMs, count: wanted - ordered });
    if (wanted < ordered) ready = takeAway(starting, ready, ordered - wanted);
  }
}

/** Those that do not work yet go first. */
function takeAway(starting: Start[], ready: number, count: number): number {
  let left = count;
  for (const start of [...starting].reverse()) {
    const gone = Math.min(left, start.count);
    start.count -= gone;
    left -= gone;
  }
  return Math.max(0, ready - left);
}

const emptyReadings = () => ({ timesMs: [] as number[], values: [] as number[] });

function push(readings: { timesMs: number[]; values: number[] }, atMs: number, value: number): void {
  readings.timesMs.push(atMs);
  readings.values.push(value);
}

/** The mean of the readings that lie within a stretch; the newest before it where there is none. */
function meanRates({ timesMs, values }: Window): (fromMs: number, untilMs: number) => number {
  let next = 0;
  return (fromMs, untilMs) => {
    while (next < timesMs.length && timesMs[next]! <= fromMs) next++;
    let [sum, count] = [0, 0];
    while (next < timesMs.length && timesMs[next]! <= untilMs) {
      sum += values[next++]!;
      count++;
    }
    if (count > 0) return sum / count;
    return values[Math.max(0, next - 1)] ?? 0;
  };
}
