import { betaQuantile } from './distributions/beta.ts';

/**
 * The reliability that `passed` of `runs` runs of an experiment support, as a lower limit at `level` (one-sided):
 * 1 of 1 supports 5 %, 10 of 10 74 %, 59 of 59 95 %. Clopper & Pearson, Biometrika 26 (1934) 404–413.
 * @throws RangeError unless 0 ≤ passed ≤ runs are whole numbers.
 */
export function experimentStrength(passed: number, runs: number, level = 0.95): number {
  if (!Number.isInteger(passed) || !Number.isInteger(runs) || passed < 0 || passed > runs) {
    throw new RangeError(`${passed} of ${runs} runs is not a count of passed runs`);
  }
  return passed === 0 ? 0 : betaQuantile(1 - level, passed, runs - passed + 1);
}

/** How many runs, all passed, it takes to support `reliability` at `level`. */
export function runsNeeded(reliability: number, level = 0.95): number {
  return Math.ceil(Math.log(1 - level) / Math.log(reliability) - 1e-12);
}
