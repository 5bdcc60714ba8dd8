import type { Window } from '@ounce/core';

/** The rate of a counter at each of its readings but the first, a second. A fall is a reset: it counts from zero after it. */
export function ratesOf({ timesMs, values }: Window): Window {
  const rates: { timesMs: number[]; values: number[] } = { timesMs: [], values: [] };
  for (let i = 1; i < timesMs.length; i++) {
    const [before, now] = [values[i - 1]!, values[i]!];
    const seconds = (timesMs[i]! - timesMs[i - 1]!) / 1000;
    if (!(seconds > 0)) continue;
    rates.timesMs.push(timesMs[i]!);
    rates.values.push((now >= before ? now - before : now) / seconds);
  }
  return rates;
}
