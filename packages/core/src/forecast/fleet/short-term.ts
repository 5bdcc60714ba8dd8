import { quantileOfSorted } from '../numeric/robust.ts';
import { type Line, logLine, smoothedLine } from './smoothed-line.ts';

export interface ShortTermRequest {
  /** The newest readings, oldest first, one a step (for example the last 30 minutes by 10 s); NaN is missing. */
  readonly recent: Float64Array;
  /** How many steps ahead: 5 minutes of 10 s steps are 30. */
  readonly horizon: number;
  /**
   * What the weekly profile expects for the steps of `recent` and the `horizon` steps after them; only its shape counts,
   * not its level.
   */
  readonly expected?: Float64Array;
}

export interface ShortTermForecast {
  /** The value at the end of the horizon. */
  readonly point: number;
  /** Errors of the same forecast within the recent readings, came minus said, sorted; may be empty. */
  readonly errors: Float64Array;
  /** Widening for how few horizons were tested, at least 1. */
  readonly widening: number;
  /** Share of each way of looking ahead, by name. */
  readonly weights: Readonly<Record<string, number>>;
  /** Steps since the newest reading. */
  readonly staleSteps: number;
}

const fewestReadings = 6;

/**
 * Looks a few minutes ahead from the newest readings: the level stays, it follows its damped slope (slow or quick), it
 * grows by the same ratio, or it moves as the weekly profile does. Each is tried at every past step of the same
 * readings and weighs by how little it erred. Undefined when fewer than six readings are there: no data, no forecast.
 */
export function forecastShortTerm(request: ShortTermRequest): ShortTermForecast | undefined {
  const { recent, horizon, expected } = request;
  const readings = recent.reduce((count, value) => count + (Number.isFinite(value) ? 1 : 0), 0);
  if (readings < fewestReadings || horizon < 1) return undefined;
  const lines = candidateLines(recent, horizon, expected);
  const losses = lines.map((line) => meanError(line, recent, horizon));
  const weights = weigh(losses);
  const combinedAt = (t: number) => lines.reduce((sum, line, k) => sum + weights[k]! * line.ahead[t]!, 0);
  const errors: number[] = [];
  for (let t = warmUp; t + horizon < recent.length; t++) {
    const error = recent[t + horizon]! - combinedAt(t);
    if (Number.isFinite(error)) errors.push(error);
  }
  let staleSteps = 0;
  while (!Number.isFinite(recent[recent.length - 1 - staleSteps]!)) staleSteps++;
  return {
    point: Math.max(
      combinedAt(recent.length - 1),
      recent.some((value) => value < 0) ? Number.NEGATIVE_INFINITY : 0,
    ),
    errors: Float64Array.from(errors).sort(),
    widening: 1 + horizon / Math.max(errors.length, horizon),
    weights: Object.fromEntries(lines.map((line, k) => [line.name, weights[k]!])),
    staleSteps,
  };
}

/** The value stays under this with probability `level` (0..1); NaN while nothing could be tested yet. */
export function shortTermQuantile(forecast: ShortTermForecast, level: number): number {
  if (forecast.errors.length === 0) return Number.NaN;
  return forecast.point + forecast.widening * quantileOfSorted(forecast.errors, level);
}

const warmUp = 3;

function candidateLines(recent: Float64Array, horizon: number, expected: Float64Array | undefined): Line[] {
  const level = smoothedLine('level', recent, horizon, { level: 0.3, slope: 0, damping: 0 });
  const lines = [
    level,
    smoothedLine('slope', recent, horizon, { level: 0.2, slope: 0.05, damping: 0.98 }),
    smoothedLine('quick slope', recent, horizon, { level: 0.5, slope: 0.25, damping: 0.97 }),
  ];
  const growth = logLine('growth', recent, horizon, { level: 0.3, slope: 0.1, damping: 0.99 });
  if (growth !== undefined) lines.push(growth);
  if (expected !== undefined && expected.length >= recent.length + horizon) {
    const ahead = level.ahead.map((value, t) => {
      const ratio = expected[t + horizon]! / expected[t]!;
      return Number.isFinite(ratio) && ratio >= 0 ? value * Math.min(ratio, 10) : value;
    });
    lines.push({ name: 'weekly profile', ahead });
  }
  return lines;
}

function meanError(line: Line, recent: Float64Array, horizon: number): number {
  let sum = 0;
  let count = 0;
  for (let t = warmUp; t + horizon < recent.length; t++) {
    const error = Math.abs(recent[t + horizon]! - line.ahead[t]!);
    if (!Number.isFinite(error)) continue;
    // The newest tests count most: a surge that has begun is better judged by its own minutes.
    const age = (recent.length - horizon - t) / horizon;
    const weight = 1 / (1 + age);
    sum += weight * error;
    count += weight;
  }
  return count > 0 ? sum / count : Number.NaN;
}

/** One over the fourth power of the error; all alike while nothing could be tested. */
function weigh(losses: readonly number[]): number[] {
  const known = losses.filter(Number.isFinite);
  if (known.length < losses.length) return losses.map(() => 1 / losses.length);
  const least = Math.min(...known);
  const raw = losses.map((loss) => (least > 0 ? (least / loss) ** 4 : loss === 0 ? 1 : 0));
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}
