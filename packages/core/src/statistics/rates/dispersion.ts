import { chiSquareQuantile, chiSquareTail } from '../distributions/gamma.ts';
import { blocksOf, type CountedExposure, type ObservedWindow } from './observed-window.ts';

export interface Dispersion {
  /** Pearson's chi-square of the blocks around the mean rate of their own period. */
  readonly chiSquare: number;
  readonly degreesOfFreedom: number;
  /** Variance over mean: 1 for Poisson counts, more when incidents come in bursts; null with fewer than two blocks. */
  readonly varianceToMean: number | null;
  /** How often Poisson counts would scatter at least so much. */
  readonly pValue: number;
}

/** Each period's counts in its blocks against that period's own mean, so that a change between periods does not count. */
export function dispersion(periods: readonly (readonly CountedExposure[])[]): Dispersion {
  let chiSquare = 0;
  let degreesOfFreedom = 0;
  for (const blocks of periods) {
    const count = blocks.reduce((sum, block) => sum + block.count, 0);
    const exposure = blocks.reduce((sum, block) => sum + block.exposureDays, 0);
    // A period without incidents shows no scatter, but only because it has nothing to scatter.
    if (blocks.length < 2 || count < 3) continue;
    const rate = count / exposure;
    for (const block of blocks) {
      const expected = rate * block.exposureDays;
      chiSquare += (block.count - expected) ** 2 / expected;
    }
    degreesOfFreedom += blocks.length - 1;
  }
  if (degreesOfFreedom === 0) return { chiSquare: 0, degreesOfFreedom: 0, varianceToMean: null, pValue: 1 };
  return {
    chiSquare,
    degreesOfFreedom,
    varianceToMean: chiSquare / degreesOfFreedom,
    pValue: chiSquareTail(chiSquare, degreesOfFreedom),
  };
}

/**
 * The `size` of the negative binomial with this mean and variance-to-mean ratio (method of moments);
 * Infinity for counts that scatter no more than Poisson's.
 */
export function negativeBinomialSize(meanPerBlock: number, varianceToMean: number): number {
  return varianceToMean > 1 ? meanPerBlock / (varianceToMean - 1) : Number.POSITIVE_INFINITY;
}

export interface DispersionAllowance {
  /** Counts are divided by this, at least 1: that many incidents weigh as one independent one. */
  readonly factor: number;
  /** The block length that asked for the most, in days, or null when none asked for any. */
  readonly blockDays: number | null;
  readonly measured: readonly (Dispersion & { readonly blockDays: number })[];
}

/** Scatter that Poisson counts would show less often than this is taken for real, and any less is not widened for. */
export const suspicion = 0.15;
/** Real scatter is then taken at its upper 90 % limit, for it is measured on few blocks. */
export const caution = 0.1;

/**
 * How much overdispersion to allow for, from counts cut at several block lengths: bursts of hours show in weeks, bad
 * months only in months, so the largest demand rules. Quasi-Poisson scaling (McCullagh & Nelder, Generalized Linear
 * Models, 1989, §6.2.3) with a caution for the estimate's own error.
 */
export function dispersionAllowance(
  byBlockLength: readonly {
    readonly blockDays: number;
    readonly periods: readonly (readonly CountedExposure[])[];
  }[],
): DispersionAllowance {
  const measured = byBlockLength.map(({ blockDays, periods }) => ({ blockDays, ...dispersion(periods) }));
  let factor = 1;
  let blockDays: number | null = null;
  for (const each of measured) {
    if (each.varianceToMean === null || each.pValue >= suspicion) continue;
    const demanded = each.chiSquare / chiSquareQuantile(caution, each.degreesOfFreedom);
    if (demanded > factor) {
      factor = demanded;
      blockDays = each.blockDays;
    }
  }
  return { factor, blockDays, measured };
}

/** Bursts of days show in weeks, bad months in four weeks. */
export const dispersionBlockDays = [7, 14, 28] as const;

/** The allowance for one window that nothing divides. */
export function dispersionIn(window: ObservedWindow, timesMs: readonly number[]): DispersionAllowance {
  return dispersionAllowance(
    dispersionBlockDays.map((blockDays) => ({
      blockDays,
      periods: [blocksOf(window, timesMs, blockDays, 'end')],
    })),
  );
}

/** One sentence where they do; nothing where each counts as one. */
export function burstsSay({ factor, blockDays }: DispersionAllowance): string | undefined {
  if (blockDays === null) return undefined;
  return `Incidents come in bursts: every ${factor.toFixed(1)} count as one (counted in blocks of ${blockDays} days).`;
}

/** Counts worth as much as that many independent incidents. */
export function effectiveCount(counted: CountedExposure, factor: number): CountedExposure {
  return { count: counted.count / factor, exposureDays: counted.exposureDays };
}
