/**
 * The expected size of an error for each slot of the short season, in the series' unit: the mean change against one
 * long season ago, half by the slot and half by the mean of all, so that no slot has size zero in a living series.
 * Readings that are missing (NaN) are left out.
 */
export function slotSizes(observed: Float64Array, shortSeason: number, longSeason: number): Float64Array {
  const sums = new Float64Array(shortSeason);
  const counts = new Float64Array(shortSeason);
  let total = 0;
  let count = 0;
  let level = 0;
  for (let t = longSeason; t < observed.length; t++) {
    const change = Math.abs(observed[t]! - observed[t - longSeason]!);
    if (Number.isNaN(change)) continue;
    const slot = t % shortSeason;
    sums[slot] = sums[slot]! + change;
    counts[slot] = counts[slot]! + 1;
    total += change;
    level = Math.max(level, Math.abs(observed[t]!));
    count++;
  }
  const mean = count > 0 && total > 0 ? total / count : Math.max(level * 1e-9, 1e-12);
  return sums.map((sum, slot) => 0.5 * mean + 0.5 * (counts[slot]! > 0 ? sum / counts[slot]! : mean));
}
