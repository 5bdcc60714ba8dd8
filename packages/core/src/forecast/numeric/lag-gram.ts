/**
 * All products of a series with its own lags: entry (i, j) of the (order + 1)² result is
 * Σ over t = order … n-1 of y[t-i] · y[t-j], row-major and symmetric.
 *
 * Going one lag further on both sides moves the window of the sum by one, so each entry follows from its upper-left
 * neighbour with two products: order² work and not order² · n.
 */
export function lagGram(y: Float64Array, order: number): Float64Array {
  const n = y.length;
  const size = order + 1;
  const gram = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    let sum = 0;
    for (let t = order; t < n; t++) sum += y[t]! * y[t - j]!;
    gram[j] = sum;
    gram[j * size] = sum;
  }
  for (let i = 0; i < order; i++) {
    const entering = y[order - 1 - i]!;
    const leaving = y[n - 1 - i]!;
    for (let j = i; j < order; j++) {
      const moved = gram[i * size + j]! + entering * y[order - 1 - j]! - leaving * y[n - 1 - j]!;
      gram[(i + 1) * size + j + 1] = moved;
      gram[(j + 1) * size + i + 1] = moved;
    }
  }
  return gram;
}
