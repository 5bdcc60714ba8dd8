import type { Seasons } from '../models/model.ts';
import { median, quantileOfSorted, sortedFinite } from '../numeric/robust.ts';

/**
 * A complete copy of the series: what is missing (NaN) becomes what its place in the longest season that has a reading
 * for every slot would have been, moved by how far the neighbouring readings were from theirs. Towards an open end that
 * distance dies away over one short season. Undefined when there is no reading at all.
 */
export function fillGaps(values: Float64Array, seasons: Seasons): Float64Array | undefined {
  if (values.every(Number.isFinite)) return values.slice();
  const centre = median(values);
  if (Number.isNaN(centre)) return undefined;
  const slots = slotMedians(values, seasons) ?? Float64Array.of(centre);
  const expected = values.map((_, t) => slots[t % slots.length]!);
  const halfLife = Math.max((seasons[0] ?? 4) / 4, 1);
  const filled = values.slice();
  let before = -1;
  for (let t = 0; t <= values.length; t++) {
    if (t < values.length && !Number.isFinite(values[t]!)) continue;
    if (t - before > 1) fillBetween(filled, expected, before, t, halfLife);
    before = t;
  }
  return holdWithin(filled, values);
}

/** Fills the open stretch between two readings; either may lie outside the series. */
function fillBetween(
  filled: Float64Array,
  expected: Float64Array,
  before: number,
  after: number,
  halfLife: number,
): void {
  const hasBefore = before >= 0;
  const hasAfter = after < filled.length;
  const left = hasBefore ? filled[before]! - expected[before]! : 0;
  const right = hasAfter ? filled[after]! - expected[after]! : 0;
  for (let t = before + 1; t < after; t++) {
    const share = (t - before) / (after - before);
    let distance = left * (1 - share) + right * share;
    if (!hasAfter) distance = left * 0.5 ** ((t - before) / halfLife);
    if (!hasBefore) distance = right * 0.5 ** ((after - t) / halfLife);
    filled[t] = expected[t]! + distance;
  }
}

/** No filled value lies outside what was read. */
function holdWithin(filled: Float64Array, values: Float64Array): Float64Array {
  const sorted = sortedFinite(values);
  const lowest = quantileOfSorted(sorted, 0);
  const highest = quantileOfSorted(sorted, 1);
  return filled.map((value) => Math.max(lowest, Math.min(highest, value)));
}

function slotMedians(values: Float64Array, seasons: Seasons): Float64Array | undefined {
  for (const season of [...seasons].reverse()) {
    const slots = new Float64Array(season);
    let complete = true;
    for (let slot = 0; slot < season && complete; slot++) {
      const readings: number[] = [];
      for (let t = slot; t < values.length; t += season) readings.push(values[t]!);
      slots[slot] = median(readings);
      complete = !Number.isNaN(slots[slot]!);
    }
    if (complete) return slots;
  }
  return undefined;
}
