import { invertSymmetric } from '../statistics/attribution/linear-system.ts';

/** Throughput at a concurrency: of requests in flight in one replica, or of replicas of one service. */
export interface LoadPoint {
  readonly concurrency: number;
  /** Per second. */
  readonly throughput: number;
}

/**
 * The universal scalability law: `X(n) = λ n / (1 + σ (n − 1) + κ n (n − 1))`. λ is the throughput of one, σ the share that waits its turn,
 * κ the price of keeping each other informed.
 *
 * @see N. J. Gunther, Guerrilla Capacity Planning (2007), chapter 4
 */
export interface Scalability {
  readonly lambda: number;
  readonly sigma: number;
  readonly kappa: number;
}

export function throughputAt({ lambda, sigma, kappa }: Scalability, concurrency: number): number {
  return (lambda * concurrency) / (1 + sigma * (concurrency - 1) + kappa * concurrency * (concurrency - 1));
}

/** Where throughput stops to grow: infinity while nothing in the data bends it. */
export function peakConcurrency({ sigma, kappa }: Scalability): number {
  return kappa > 0 ? Math.sqrt(Math.max(0, 1 - sigma) / kappa) : Number.POSITIVE_INFINITY;
}

/** The most there can be: at the peak, or what the waiting share leaves; infinity for perfect scaling. */
export function peakThroughput(law: Scalability): number {
  const peak = peakConcurrency(law);
  if (Number.isFinite(peak)) return throughputAt(law, Math.max(1, peak));
  return law.sigma > 0 ? law.lambda / law.sigma : Number.POSITIVE_INFINITY;
}

/**
 * The concurrency at which a request takes `latencySeconds`, by Little's law (`R = n / X`): more in flight means later answers.
 * Undefined when even one alone takes longer.
 */
export function concurrencyForLatency(
  { lambda, sigma, kappa }: Scalability,
  latencySeconds: number,
): number | undefined {
  const budget = latencySeconds * lambda - 1;
  if (budget < 0) return undefined;
  // κ n² + (σ − κ) n − (σ + budget) = 0
  const [a, b, c] = [kappa, sigma - kappa, -(sigma + budget)];
  if (a === 0) return b === 0 ? Number.POSITIVE_INFINITY : -c / b;
  return (-b + Math.sqrt(b * b - 4 * a * c)) / (2 * a);
}

const leastPoints = 6;
const mostSteps = 60;
const smallChange = 1e-10;

/**
 * Least squares on the throughput, with σ and κ never below zero (Gauss–Newton with damping, started from a straight fit of the
 * latency). Undefined with fewer than six usable points, or when all are of one concurrency.
 */
export function fitScalability(points: readonly LoadPoint[]): Scalability | undefined {
  const usable = points.filter(
    ({ concurrency: n, throughput: x }) => n > 0 && x > 0 && Number.isFinite(n * x),
  );
  const spread = new Set(usable.map(({ concurrency }) => concurrency.toPrecision(3))).size;
  if (usable.length < leastPoints || spread < 3) return undefined;
  let law = startingPoint(usable);
  let error = squaredError(law, usable);
  let damping = 1e-3;
  for (let step = 0; step < mostSteps; step++) {
    const next = improved(law, usable, damping);
    const nextError = next ? squaredError(next, usable) : Number.POSITIVE_INFINITY;
    if (!next || nextError > error) {
      damping *= 10;
      if (damping > 1e8) break;
      continue;
    }
    const gain = (error - nextError) / (error + Number.MIN_VALUE);
    [law, error, damping] = [next, nextError, Math.max(1e-9, damping / 10)];
    if (gain < smallChange) break;
  }
  return law;
}

/** `n / X = (1 + σ (n − 1) + κ n (n − 1)) / λ` is a straight sum: good enough to start from. */
function startingPoint(points: readonly LoadPoint[]): Scalability {
  const lambda = Math.max(
    ...points.map(({ concurrency, throughput }) => throughput / Math.max(1, concurrency)),
  );
  let [top, bottom] = [0, 0];
  for (const { concurrency: n, throughput: x } of points) {
    const rise = (lambda * n) / x - 1;
    top += rise * (n - 1);
    bottom += (n - 1) ** 2;
  }
  return { lambda, sigma: bottom > 0 ? Math.min(1, Math.max(0, top / bottom)) : 0, kappa: 1e-6 };
}

/** One damped step; undefined when the equations have no answer. */
function improved(law: Scalability, points: readonly LoadPoint[], damping: number): Scalability | undefined {
  const normal = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const right = [0, 0, 0];
  for (const { concurrency: n, throughput } of points) {
    const x = throughputAt(law, n);
    const slopes = [x / law.lambda, (-x * x * (n - 1)) / (law.lambda * n), (-x * x * (n - 1)) / law.lambda];
    const residual = throughput - x;
    for (let i = 0; i < 3; i++) {
      right[i] = right[i]! + slopes[i]! * residual;
      for (let j = 0; j < 3; j++) normal[i]![j] = normal[i]![j]! + slopes[i]! * slopes[j]!;
    }
  }
  for (let i = 0; i < 3; i++) normal[i]![i] = normal[i]![i]! * (1 + damping) + 1e-30;
  const { inverse } = invertSymmetric(normal);
  const change = inverse.map((row) => row.reduce((sum, value, i) => sum + value * right[i]!, 0));
  if (!change.every(Number.isFinite)) return undefined;
  const next = {
    lambda: law.lambda + change[0]!,
    sigma: Math.max(0, law.sigma + change[1]!),
    kappa: Math.max(0, law.kappa + change[2]!),
  };
  return next.lambda > 0 ? next : undefined;
}

function squaredError(law: Scalability, points: readonly LoadPoint[]): number {
  return points.reduce(
    (sum, { concurrency, throughput }) => sum + (throughput - throughputAt(law, concurrency)) ** 2,
    0,
  );
}
