/** The non-decreasing sequence nearest to `values` in weighted squares: pool adjacent violators (Ayer et al. 1955). */
export function nonDecreasing(values: Float64Array, weights: Float64Array): Float64Array {
  const blocks: { value: number; weight: number; size: number }[] = [];
  for (let i = 0; i < values.length; i++) {
    let block = { value: values[i]!, weight: Math.max(weights[i]!, 1e-9), size: 1 };
    let before = blocks.at(-1);
    while (before !== undefined && before.value >= block.value) {
      const weight = before.weight + block.weight;
      const value = (before.value * before.weight + block.value * block.weight) / weight;
      block = { value, weight, size: before.size + block.size };
      blocks.pop();
      before = blocks.at(-1);
    }
    blocks.push(block);
  }
  const out = new Float64Array(values.length);
  let at = 0;
  for (const block of blocks) {
    out.fill(block.value, at, at + block.size);
    at += block.size;
  }
  return out;
}
