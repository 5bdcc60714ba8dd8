/**
 * Weighted sums over the newest 0, 1, 2 … points, so that a line through any stretch of them costs constant time.
 * Index 0 is the newest point; ages are seconds before it. The six sums of a row stand side by side in one array, since
 * making many small typed arrays costs more than filling them.
 */
export interface LineSums {
  readonly count: number;
  readonly rows: Float64Array;
}

const columns = 6;

export function lineSums(
  ages: ArrayLike<number>,
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
): LineSums {
  const count = values.length;
  const rows = new Float64Array((count + 1) * columns);
  for (let i = 0; i < count; i++) {
    const w = weights[i]!;
    const x = ages[i]!;
    const y = values[i]!;
    const before = i * columns;
    const after = before + columns;
    rows[after] = rows[before]! + w;
    rows[after + 1] = rows[before + 1]! + w * x;
    rows[after + 2] = rows[before + 2]! + w * x * x;
    rows[after + 3] = rows[before + 3]! + w * y;
    rows[after + 4] = rows[before + 4]! + w * x * y;
    rows[after + 5] = rows[before + 5]! + w * y * y;
  }
  return { count, rows };
}

/** A weighted least-squares line over the points `[first, end)`, about their mean age. */
export interface Line {
  readonly weight: number;
  readonly meanAge: number;
  readonly mean: number;
  /** Change of the value per second of age: negative when it has been rising. */
  readonly perAge: number;
  /** Weighted sum of squares of the ages about their mean: the slope's variance is the noise over this. */
  readonly spread: number;
  /** Weighted sum of squared distances from the line. */
  readonly residual: number;
}

export function lineThrough({ rows }: LineSums, first: number, end: number): Line {
  const from = first * columns;
  const to = end * columns;
  const weight = rows[to]! - rows[from]!;
  const meanAge = (rows[to + 1]! - rows[from + 1]!) / weight;
  const mean = (rows[to + 3]! - rows[from + 3]!) / weight;
  const spread = rows[to + 2]! - rows[from + 2]! - weight * meanAge * meanAge;
  const together = rows[to + 4]! - rows[from + 4]! - weight * meanAge * mean;
  const total = rows[to + 5]! - rows[from + 5]! - weight * mean * mean;
  const perAge = spread > 1e-9 ? together / spread : 0;
  return { weight, meanAge, mean, perAge, spread, residual: Math.max(0, total - perAge * together) };
}

/** The weight of the newest `count` points. */
export function weightOf({ rows }: LineSums, count: number): number {
  return rows[count * columns]!;
}

/** How far the points are from their mean: the weighted sum of squares. */
export function flatness({ residual, perAge, spread }: Line): number {
  return residual + perAge ** 2 * spread;
}
