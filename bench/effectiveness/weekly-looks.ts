import { whenItChanged } from '../../packages/core/src/statistics/effect/when-it-changed.ts';
import {
  millisecondsPerDay,
  type ObservedWindow,
} from '../../packages/core/src/statistics/rates/observed-window.ts';
import { rateRatio } from '../../packages/core/src/statistics/rates/rate-ratio.ts';
import { rateClaim } from '../../packages/core/src/statistics/sequential/rate-claim.ts';
import { type SimulatedHistory, simulateTimes } from './simulated-history.ts';

export interface Looks {
  /** Share of histories in which any weekly look claimed a fall or a rise. */
  readonly claimed: number;
  /** Share in which a fall was claimed that the counts do not place in the time before. */
  readonly fell: number;
  /** Share of histories in which the naive rule, a mid-p interval without 1 at any weekly look, would have claimed. */
  readonly naive: number;
  /** Share in which the mid-p interval excludes 1 at one single look, at the end. */
  readonly onceAtEnd: number;
}

/** Looks at each simulated history every week after the change, as a team would. */
export function weeklyLooks(history: SimulatedHistory, histories: number, firstSeed: number): Looks {
  let claimed = 0;
  let fell = 0;
  let naive = 0;
  let onceAtEnd = 0;
  const before: ObservedWindow = { startMs: -history.daysBefore * millisecondsPerDay, endMs: 0 };
  for (let i = 0; i < histories; i++) {
    const times = simulateTimes(history, firstSeed + i);
    let claim: 'fell' | 'rose' | 'none' = 'none';
    let improved = false;
    let naiveClaim = false;
    let excludesOne = false;
    for (let days = 7; days <= history.daysAfter; days += 7) {
      const endMs = days * millisecondsPerDay;
      const seen = times.filter((atMs) => atMs < endMs);
      const after = { startMs: 0, endMs };
      if (claim === 'none' || !improved) {
        const { claim: now, dispersion } = rateClaim(seen, before, after);
        if (claim === 'none') claim = now;
        if (now === 'fell') {
          const changed = whenItChanged(seen, before, after, 'fell', dispersion.factor);
          improved ||= changed === null || changed.atMs >= 0;
        }
      }
      excludesOne = significantNow(seen, history.daysBefore, days);
      naiveClaim ||= excludesOne;
    }
    if (claim !== 'none') claimed += 1;
    if (improved) fell += 1;
    if (naiveClaim) naive += 1;
    if (excludesOne) onceAtEnd += 1;
  }
  const share = (count: number): number => count / histories;
  return { claimed: share(claimed), fell: share(fell), naive: share(naive), onceAtEnd: share(onceAtEnd) };
}

function significantNow(times: readonly number[], daysBefore: number, days: number): boolean {
  const late = times.filter((atMs) => atMs >= 0).length;
  const { midPValue } = rateRatio(
    { count: times.length - late, exposureDays: daysBefore },
    { count: late, exposureDays: days },
  );
  return midPValue !== null && midPValue < 0.05;
}
