import { performance } from 'node:perf_hooks';
import { assessEffect } from '../../packages/core/src/statistics/effect/assess-effect.ts';
import {
  daysPerMonth,
  millisecondsPerDay,
} from '../../packages/core/src/statistics/rates/observed-window.ts';
import { type Bench, type BenchRow, median } from '../harness.ts';
import { realHistoryRows } from './real-history.ts';
import { type Arrival, type SimulatedHistory, simulateTimes } from './simulated-history.ts';
import { weeklyLooks } from './weekly-looks.ts';
import { timesLooks } from './weekly-times.ts';

/** `EFFECTIVENESS_ROWS=times` for those about times alone. */
const HISTORIES = 2000;
const timesHistories = 500;
const FIRST_SEED = 1_000_000;
const sixMonths = 182;

const withoutEffect: readonly (readonly [Arrival, number, number, number])[] = [
  ['independent', 1, 1, sixMonths],
  ['independent', 3, 1, sixMonths],
  ['independent', 10, 1, sixMonths],
  ['bursts', 3, 3, sixMonths],
  ['bursts', 3, 6, sixMonths],
  ['bad weeks', 3, 4, sixMonths],
  ['bad months', 3, 3, sixMonths],
  ['bad months', 3, 6, sixMonths],
  ['bad months', 10, 4, sixMonths],
  ['bad months', 10, 6, 2 * sixMonths],
  ['bad months', 3, 4, sixMonths / 2],
];

const withEffect: readonly (readonly [Arrival, number, number, number, number])[] = [
  ['independent', 1, 0.17, sixMonths, sixMonths],
  ['independent', 1, 0.17, sixMonths, 2 * sixMonths],
  ['independent', 1, 0.17, 2 * sixMonths, 2 * sixMonths],
  ['independent', 1, 0.5, sixMonths, sixMonths],
  ['independent', 1, 0.5, 2 * sixMonths, 2 * sixMonths],
  ['bursts', 3, 0.17, sixMonths, sixMonths],
  ['bursts', 3, 0.17, 2 * sixMonths, 2 * sixMonths],
  ['bad months', 3, 0.17, sixMonths, sixMonths],
  ['bad months', 3, 0.17, 2 * sixMonths, 2 * sixMonths],
];

const bench: Bench = async (progress) => {
  const rows: BenchRow[] = timesRows(progress);
  if (process.env.EFFECTIVENESS_ROWS === 'times') return { rows, notes };
  for (const [arrival, perMonth, varianceToMean, daysBefore] of withoutEffect) {
    const history = { arrival, perMonth, varianceToMean, daysBefore, daysAfter: 3 * sixMonths, ratio: 1 };
    const name = `no effect: ${label(history)}`;
    progress(name);
    const { claimed, naive } = weeklyLooks(history, HISTORIES, FIRST_SEED);
    const values = { Ounce: claimed * 100, 'mid-p every week': naive * 100 };
    rows.push({ case: name, metric: 'false claims in 18 months', unit: '%', values });
  }
  for (const [arrival, varianceToMean, ratio, daysBefore, daysAfter] of withEffect) {
    const history = { arrival, perMonth: 3, varianceToMean, daysBefore, daysAfter, ratio };
    const name = `${Math.round((1 - ratio) * 100)} % less: ${label(history)}`;
    progress(name);
    const { fell, onceAtEnd } = weeklyLooks(history, HISTORIES, FIRST_SEED);
    const values = { Ounce: fell * 100, 'mid-p once': onceAtEnd * 100 };
    rows.push({ case: name, metric: 'fall shown', unit: '%', values });
  }
  rows.push(...realHistoryRows(), assessmentTime());
  return { rows, notes };
};

/** Arrival, incidents a month, how much months differ, time after ÷ before, months before and after. */
const timesCases: readonly (readonly [Arrival, number, number, number, number])[] = [
  ['independent', 3, 0, 1, 3 * sixMonths],
  ['independent', 3, 0.5, 1, 3 * sixMonths],
  ['independent', 10, 0.5, 1, 3 * sixMonths],
  ['bad months', 10, 0.5, 1, 3 * sixMonths],
  ['independent', 3, 0, 0.12, sixMonths],
  ['independent', 3, 0.5, 0.12, sixMonths],
  ['independent', 3, 0, 0.3, sixMonths],
  ['independent', 3, 0, 0.5, sixMonths],
];

function timesRows(progress: (line: string) => void): BenchRow[] {
  return timesCases.map(([arrival, perMonth, badMonths, timeRatio, daysAfter]) => {
    const history = { arrival, perMonth, varianceToMean: 4, daysBefore: sixMonths, daysAfter, ratio: 1 };
    const effect =
      timeRatio === 1 ? 'times unchanged' : `times ${Math.round((1 - timeRatio) * 100)} % shorter`;
    const name = `${effect}: ${label(history)}${badMonths > 0 ? `, months differ by ${badMonths}` : ''}`;
    progress(name);
    const { claimed, shorter, naive, onceAtEnd } = timesLooks(
      { ...history, timeRatio, badMonths },
      timesHistories,
      FIRST_SEED,
      28,
    );
    return timeRatio === 1
      ? {
          ...{ case: name, metric: 'false claims', unit: '%' },
          values: { Ounce: claimed * 100, 'a rank test at each look': naive * 100 },
        }
      : {
          ...{ case: name, metric: 'shown', unit: '%' },
          values: { Ounce: shorter * 100, 'a rank test once': onceAtEnd * 100 },
        };
  });
}

const notes = [
  `Each row: ${HISTORIES} simulated histories, seeds from ${FIRST_SEED}, looked at every week. "1:V" is a variance over mean of V.`,
  '"mid-p every week" is a fixed-sample 95 % interval looked at every week; "mid-p once" looks once, at the end. Neither allows for bursts, so their figures with bursts are not power but error.',
  `Times: ${timesHistories} histories a row, looked at every four weeks, log-normal with a deviation of 1; "months differ by" is the deviation of a whole month's logarithm.`,
  'Not measured: bad times longer than a month, and trends. Both look like an effect.',
  'Real histories are read from the CSV file named by OUNCE_INCIDENT_HISTORY (columns started_at, impact, components), and left out without it.',
];

function label({ arrival, perMonth, varianceToMean, daysBefore, daysAfter }: SimulatedHistory): string {
  const months = (days: number): string => String(Math.round(days / daysPerMonth));
  const scatter = arrival === 'independent' ? arrival : `${arrival} 1:${varianceToMean}`;
  return `${perMonth}/month, ${scatter}, ${months(daysBefore)}+${months(daysAfter)} months`;
}

function assessmentTime(): BenchRow {
  const history = {
    arrival: 'bursts',
    perMonth: 5,
    varianceToMean: 3,
    daysBefore: 364,
    daysAfter: 364,
    ratio: 0.5,
  } as const;
  const rounds = Array.from({ length: 100 }, (_, seed) => {
    const incidents = simulateTimes(history, seed).map((startedAtMs) => ({
      startedAtMs,
      severity: 3 as const,
      detectedAtMs: startedAtMs + 60_000,
      resolvedAtMs: startedAtMs + 3_600_000,
    }));
    const start = performance.now();
    assessEffect({
      incidents,
      before: { startMs: -history.daysBefore * millisecondsPerDay, endMs: 0 },
      after: { startMs: 0, endMs: history.daysAfter * millisecondsPerDay },
    });
    return performance.now() - start;
  });
  return {
    case: 'one assessment, about 90 incidents',
    metric: 'time',
    unit: 'ms',
    values: { Ounce: median(rounds) },
  };
}

export default bench;
