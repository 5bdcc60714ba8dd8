import {
  daysPerMonth,
  exposureDays,
  isObserved,
  millisecondsPerDay,
  type ObservedWindow,
} from '../rates/observed-window.ts';

/** Where in time the counts themselves place the change. */
export interface WhenItChanged {
  readonly atMs: number;
  readonly perMonthBefore: number;
  readonly perMonthAfter: number;
}

const stepMs = 7 * millisecondsPerDay;
/** Less says nothing about a rate. */
const leastDays = 28;
/**
 * By so much must another date be likelier, in units of log likelihood. Where the change truly came at the asked date, dates
 * before it reach this with a probability of at most e⁻³ = 5 % (a likelihood ratio is a martingale: Ville's inequality), and dates after it too.
 */
export const clearly = 3;

/**
 * The date, week by week, at which one change of a steady rate fits best (two Poisson rates, maximum likelihood; Hinkley, Biometrika
 * 57 (1970) 1–17), in the direction asked for. Null unless it fits clearly better than the date between the windows.
 * @param dispersion so many incidents count as one.
 */
export function whenItChanged(
  timesMs: readonly number[],
  before: ObservedWindow,
  after: ObservedWindow,
  direction: 'fell' | 'rose',
  dispersion = 1,
): WhenItChanged | null {
  const between = { startMs: before.endMs, endMs: after.startMs };
  const unobserved = [...(before.unobserved ?? []), ...(after.unobserved ?? []), between];
  const whole: ObservedWindow = { startMs: before.startMs, endMs: after.endMs, unobserved };
  const times = timesMs.filter((atMs) => isObserved(whole, atMs)).sort((a, b) => a - b);
  const days = exposureDays(whole);
  let counted = 0;
  const fitAt = (atMs: number) => {
    while (counted < times.length && times[counted]! < atMs) counted += 1;
    const early = exposureDays({ ...whole, endMs: atMs });
    return { atMs, ...fit(counted, early, times.length - counted, days - early) };
  };
  const dates: number[] = [];
  for (let atMs = whole.startMs; atMs < whole.endMs; atMs += stepMs) dates.push(atMs);
  const found = dates
    .map(fitAt)
    .filter(({ early, late }) => early >= leastDays && late >= leastDays)
    .filter((one) => (direction === 'fell' ? one.rateAfter < one.rateBefore : one.rateAfter > one.rateBefore))
    .reduce<ReturnType<typeof fitAt> | undefined>(
      (best, one) => (best && best.logLikelihood >= one.logLikelihood ? best : one),
      undefined,
    );
  counted = 0;
  const asked = fitAt(after.startMs);
  if (!found || (found.logLikelihood - asked.logLikelihood) / dispersion < clearly) return null;
  const { atMs, rateBefore, rateAfter } = found;
  return { atMs, perMonthBefore: rateBefore * daysPerMonth, perMonthAfter: rateAfter * daysPerMonth };
}

function fit(countBefore: number, early: number, countAfter: number, late: number) {
  const rateBefore = early > 0 ? countBefore / early : 0;
  const rateAfter = late > 0 ? countAfter / late : 0;
  const logLikelihood = weighed(countBefore, rateBefore) + weighed(countAfter, rateAfter);
  return { early, late, rateBefore, rateAfter, logLikelihood };
}

/** n·log(rate) at the rate that fits best; the parts that are the same at every date are left out. */
function weighed(count: number, rate: number): number {
  return count === 0 ? 0 : count * Math.log(rate);
}
