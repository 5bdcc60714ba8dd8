import {
  createRandom,
  type Random,
  sampleExponential,
  sampleGamma,
  samplePoisson,
} from '../../packages/core/src/statistics/random.ts';
import {
  daysPerMonth,
  millisecondsPerDay,
} from '../../packages/core/src/statistics/rates/observed-window.ts';

/** How incidents arrive: one by one, in bursts of a few days, in bad months, or in bad weeks. */
export type Arrival = 'independent' | 'bursts' | 'bad months' | 'bad weeks';

export interface SimulatedHistory {
  readonly arrival: Arrival;
  readonly perMonth: number;
  /** Variance over mean of the monthly counts (of the weekly counts for bad weeks). */
  readonly varianceToMean: number;
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** Rate after ÷ rate before; 1 = no effect. */
  readonly ratio: number;
}

/** Start times in ms; the change is at 0, the time before it is negative. */
export function simulateTimes(history: SimulatedHistory, seed: number): number[] {
  const random = createRandom(seed);
  const before = arrivals(random, history, history.perMonth, history.daysBefore).map(
    (day) => day - history.daysBefore,
  );
  const after = arrivals(random, history, history.perMonth * history.ratio, history.daysAfter);
  return [...before, ...after].map((day) => Math.floor(day * millisecondsPerDay));
}

function arrivals(random: Random, history: SimulatedHistory, perMonth: number, days: number): number[] {
  const { arrival, varianceToMean } = history;
  const perDay = perMonth / daysPerMonth;
  if (arrival === 'bursts') return bursts(random, perDay, varianceToMean, days);
  if (arrival === 'independent') return uniform(random, samplePoisson(random, perDay * days), 0, days);
  const blockDays = arrival === 'bad months' ? daysPerMonth : 7;
  // The scatter of the rate is a property of the service, so it is set by the rate before the change.
  const shape = ((history.perMonth / daysPerMonth) * blockDays) / (varianceToMean - 1);
  const times: number[] = [];
  for (let start = -random() * blockDays; start < days; start += blockDays) {
    const mean = sampleGamma(random, shape, 1 / shape) * perDay * blockDays;
    times.push(...uniform(random, samplePoisson(random, mean), start, start + blockDays));
  }
  return times.filter((day) => day >= 0 && day < days);
}

function uniform(random: Random, count: number, from: number, to: number): number[] {
  return Array.from({ length: count }, () => from + random() * (to - from));
}

/** Bursts of geometric size, spread over two days on average; variance over mean is 2·size − 1. */
function bursts(random: Random, perDay: number, varianceToMean: number, days: number): number[] {
  const size = (varianceToMean + 1) / 2;
  const starts = uniform(random, samplePoisson(random, (perDay / size) * days), 0, days);
  return starts
    .flatMap((start) => {
      const members = 1 + Math.floor(Math.log1p(-random()) / Math.log(1 - 1 / size));
      return Array.from({ length: members }, () => start + sampleExponential(random, 2));
    })
    .filter((day) => day < days);
}
