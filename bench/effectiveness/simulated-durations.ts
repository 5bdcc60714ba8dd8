import { createRandom, sampleNormal } from '../../packages/core/src/statistics/random.ts';
import {
  daysPerMonth,
  millisecondsPerDay,
} from '../../packages/core/src/statistics/rates/observed-window.ts';
import { type SimulatedHistory, simulateTimes } from './simulated-history.ts';

export interface SimulatedDurations extends SimulatedHistory {
  /** Duration after ÷ duration before; 1 = no effect. */
  readonly timeRatio: number;
  /** Standard deviation of the logarithm of a whole month's durations; 0 = each incident for itself. */
  readonly badMonths: number;
}

/** Log-normal durations with a median of an hour and a deviation of 1, in the order of their start. */
export function simulateDurations(history: SimulatedDurations, seed: number) {
  const random = createRandom(seed + 7_000_000);
  const months = new Map<number, number>();
  const ofMonth = (atMs: number) => {
    const month = Math.floor(atMs / millisecondsPerDay / daysPerMonth);
    const known = months.get(month) ?? history.badMonths * sampleNormal(random);
    months.set(month, known);
    return known;
  };
  return simulateTimes(history, seed)
    .sort((a, b) => a - b)
    .map((startedAtMs) => {
      const ratio = startedAtMs >= 0 ? history.timeRatio : 1;
      return { startedAtMs, minutes: 60 * ratio * Math.exp(ofMonth(startedAtMs) + sampleNormal(random)) };
    });
}
