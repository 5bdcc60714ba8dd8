import type { Decomposition } from '../models/decomposition.ts';
import type { Seasons } from '../models/model.ts';
import { quantileOfSorted, sortedFinite } from '../numeric/robust.ts';

/** So many robust deviations from what its slot says, and a reading taught by an accident. */
const bound = 8;
/** A series where more than this share stands out is simply like that. */
const rareShare = 0.02;

/**
 * Marks (1) short stretches that stand out so far that they must be accidents: past incidents shall not teach the model.
 * Stretches of a whole short season and longer are changes of the world and stay, and so does what reaches up to the
 * newest reading: that may be the beginning of such a change.
 */
export function findOutliers({ remainder }: Decomposition, seasons: Seasons): Uint8Array {
  const marks = new Uint8Array(remainder.length);
  const shortest = seasons[0];
  if (shortest === undefined || marks.length < 2 * seasons.at(-1)!) return marks;
  const sizes = sortedFinite(remainder.map(Math.abs));
  const typical = quantileOfSorted(sizes, 0.5) * 1.4826;
  const limit = Math.max(bound * typical, quantileOfSorted(sizes, 1 - rareShare) * 1.5);
  if (!(limit > 0)) return marks;
  let from = -1;
  for (let t = 0; t <= marks.length; t++) {
    const out = t < marks.length && Math.abs(remainder[t]!) > limit;
    if (out && from < 0) from = t;
    if (out || from < 0) continue;
    if (t < marks.length && t - from < shortest) marks.fill(1, from, t);
    from = -1;
  }
  return marks;
}
