import { createRandom } from '../statistics/random.ts';
import {
  concurrencyForLatency,
  fitScalability,
  type LoadPoint,
  peakConcurrency,
  peakThroughput,
  type Scalability,
  throughputAt,
} from './scalability.ts';

/** What was read of a service at one moment: production, or a load test. */
export interface CapacityReading {
  /** Work done a second, over all replicas. */
  readonly throughput: number;
  readonly readyReplicas: number;
  /** Work that waits; only for queues. */
  readonly queueDepth?: number;
  /** How long a request takes; only for request services. */
  readonly latencyMs?: number;
  /** Share of the processor in use, 0 to 1. */
  readonly utilisation?: number;
}

export interface CapacityQuestion {
  /** Requests may take this long; without it the capacity is where throughput stops to grow. */
  readonly latencyMs?: number;
  /** A processor should not be used beyond this share. Default 0.8. */
  readonly utilisation?: number;
  readonly seed?: number;
}

/** How it is known what a replica can carry, the surest first. */
export type CapacityBasis =
  /** Work was waiting, so replicas did all they could. */
  | 'saturated'
  /** From how latency grew with what was in flight. */
  | 'latency'
  /** From how much of the processor each piece of work takes. */
  | 'utilisation'
  /** It was never under pressure: it can carry at least this. */
  | 'at-least';

export interface ReplicaCapacity {
  /** Work a second that one replica can carry, with a 95 % interval. */
  readonly perReplica: { readonly value: number; readonly lower: number; readonly upper: number };
  readonly basis: CapacityBasis;
  readonly readings: number;
  /** How throughput grows with what is in flight in one replica; only with basis `latency`. */
  readonly law?: Scalability;
  /** One sentence. */
  readonly says: string;
}

const resamples = 200;
const leastSaturated = 12;
const usualUtilisation = 0.8;
/** A latency fit may be carried this much beyond the most that was ever seen. */
const furthestBeyondSeen = 1.5;

/**
 * What one replica can carry, learnt from readings. Undefined without readings that have replicas and work. Deterministic: the
 * interval's resamples are drawn with `seed`.
 */
export function learnReplicaCapacity(
  readings: readonly CapacityReading[],
  question: CapacityQuestion = {},
): ReplicaCapacity | undefined {
  const usable = readings.filter(({ throughput, readyReplicas }) => throughput > 0 && readyReplicas > 0);
  if (usable.length === 0) return undefined;
  return (
    fromSaturation(usable, question) ??
    fromLatency(usable, question) ??
    fromUtilisation(usable, question) ??
    fromTheMostSeen(usable)
  );
}

const perReplica = ({ throughput, readyReplicas }: CapacityReading) => throughput / readyReplicas;

/** The median of what replicas did while more than a second of work was waiting for each. */
function fromSaturation(
  readings: readonly CapacityReading[],
  { seed = 1 }: CapacityQuestion,
): ReplicaCapacity | undefined {
  const pressed = readings
    .filter(({ queueDepth = 0, throughput }) => queueDepth > throughput)
    .map(perReplica);
  if (pressed.length < leastSaturated) return undefined;
  const value = quantile(pressed, 0.5);
  const stretches = inStretches(pressed, (some) => quantile(some, 0.5));
  const [lower, upper] = bootstrap(stretches, (sample) => quantile(sample, 0.5), seed);
  return {
    ...{ perReplica: { value, lower, upper }, basis: 'saturated', readings: pressed.length },
    says: `While work was waiting, a replica did ${round(value)} a second (${round(lower)} to ${round(upper)}, ${pressed.length} readings).`,
  };
}

/** Little's law gives what is in flight, the scalability law what more of it would do. */
function fromLatency(
  readings: readonly CapacityReading[],
  question: CapacityQuestion,
): ReplicaCapacity | undefined {
  const all = readings.flatMap((reading) => {
    const throughput = perReplica(reading);
    return reading.latencyMs && reading.latencyMs > 0
      ? [{ throughput, concurrency: (throughput * reading.latencyMs) / 1000 }]
      : [];
  });
  const points = thinned(all);
  const law = fitScalability(points);
  const value = law && sustainable(law, points, question);
  if (law === undefined || value === undefined) return undefined;
  const [lower, upper] = bootstrap(
    points,
    (sample) => {
      const again = fitScalability(sample);
      return (again && sustainable(again, sample, question)) ?? Number.NaN;
    },
    question.seed ?? 1,
  );
  const bound = question.latencyMs === undefined ? 'at most' : `within ${question.latencyMs} ms`;
  return {
    ...{ perReplica: { value, lower, upper }, basis: 'latency', readings: all.length, law },
    says: `From how latency grows with load, a replica does ${round(value)} a second ${bound} (${round(lower)} to ${round(upper)}, ${all.length} readings).`,
  };
}

/** Undefined where the data do not bend: then nothing says where it ends. */
function sustainable(
  law: Scalability,
  points: readonly LoadPoint[],
  { latencyMs }: CapacityQuestion,
): number | undefined {
  const inFlight = latencyMs === undefined ? undefined : concurrencyForLatency(law, latencyMs / 1000);
  if (latencyMs !== undefined && inFlight === undefined) return undefined;
  const most = Math.min(inFlight ?? Number.POSITIVE_INFINITY, peakConcurrency(law));
  const limit = Number.isFinite(most) ? throughputAt(law, most) : peakThroughput(law);
  const seen = Math.max(...points.map(({ throughput }) => throughput));
  return limit > furthestBeyondSeen * seen ? undefined : limit;
}

/** The utilisation law: `U = X · S`, a straight line through the origin. */
function fromUtilisation(
  readings: readonly CapacityReading[],
  question: CapacityQuestion,
): ReplicaCapacity | undefined {
  const used = readings.filter(({ utilisation = 0 }) => utilisation > 0.05);
  if (used.length < leastSaturated) return undefined;
  const target = question.utilisation ?? usualUtilisation;
  const demands = used.map((reading) => reading.utilisation! / perReplica(reading));
  const estimate = (sample: readonly number[]) => target / quantile(sample, 0.5);
  const value = estimate(demands);
  const stretches = inStretches(demands, (some) => quantile(some, 0.5));
  const [lower, upper] = bootstrap(stretches, estimate, question.seed ?? 1);
  return {
    ...{ perReplica: { value, lower, upper }, basis: 'utilisation', readings: used.length },
    says: `From what a piece of work takes of the processor, a replica does ${round(value)} a second at ${Math.round(100 * target)} % (${round(lower)} to ${round(upper)}).`,
  };
}

function fromTheMostSeen(readings: readonly CapacityReading[]): ReplicaCapacity {
  const value = quantile(readings.map(perReplica), 0.99);
  return {
    perReplica: { value, lower: value, upper: Number.POSITIVE_INFINITY },
    ...{ basis: 'at-least', readings: readings.length },
    says: `It was never under pressure: a replica can do at least ${round(value)} a second; a load test would tell how much more.`,
  };
}

const mostStretches = 500;

/**
 * Readings that follow one another say the same again and again: drawn one by one they would promise more than they know. Stretches of
 * time are drawn instead, at most 500, so that two weeks by the minute cost no more than an afternoon.
 */
function inStretches(values: readonly number[], of: (stretch: readonly number[]) => number): number[] {
  const length = Math.ceil(values.length / mostStretches);
  return Array.from({ length: Math.ceil(values.length / length) }, (_, i) =>
    of(values.slice(i * length, (i + 1) * length)),
  );
}

/** A step of concurrency: 10 % more than the one before. */
const step = Math.log(1.1);
const stretchesInStep = 6;

/**
 * The same for a law: at each step of concurrency the means of at most six stretches of time. So what was rarely seen, the pressure, is
 * heard beside what was seen all day.
 */
function thinned(points: readonly LoadPoint[]): LoadPoint[] {
  const steps = new Map<number, LoadPoint[]>();
  for (const point of points) {
    const at = Math.round(Math.log(point.concurrency) / step);
    const there = steps.get(at);
    if (there) there.push(point);
    else steps.set(at, [point]);
  }
  return [...steps.values()].flatMap((some) => {
    const length = Math.ceil(some.length / stretchesInStep);
    return Array.from({ length: Math.ceil(some.length / length) }, (_, i) =>
      meanPoint(some.slice(i * length, (i + 1) * length)),
    );
  });
}

function meanPoint(points: readonly LoadPoint[]): LoadPoint {
  const mean = (of: (point: LoadPoint) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  return {
    throughput: mean(({ throughput }) => throughput),
    concurrency: mean(({ concurrency }) => concurrency),
  };
}

/** The 95 % interval of an estimate by drawing with replacement (Efron's percentiles). */
function bootstrap<Item>(
  items: readonly Item[],
  estimate: (sample: readonly Item[]) => number,
  seed: number,
): [number, number] {
  const random = createRandom(seed);
  const estimates: number[] = [];
  for (let i = 0; i < resamples; i++) {
    const value = estimate(items.map(() => items[Math.floor(random() * items.length)]!));
    if (Number.isFinite(value)) estimates.push(value);
  }
  if (estimates.length < resamples / 2) return [0, Number.POSITIVE_INFINITY];
  return [quantile(estimates, 0.025), quantile(estimates, 0.975)];
}

/** Linear between the two nearest. */
function quantile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(sorted.length - 1, low + 1);
  return sorted[low]! + (at - low) * (sorted[high]! - sorted[low]!);
}

const round = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
