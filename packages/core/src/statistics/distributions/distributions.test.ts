import { describe, expect, it } from 'vitest';
import * as distributions from './index.ts';

const byName = { ...distributions };

/** Reference values: SciPy 1.17.1 (`scipy.special` gammaln, gammainc, gammaincc, betainc; `scipy.stats` cdf, pmf, ppf). */
const fromSciPy: readonly (readonly [keyof typeof distributions, readonly number[], number])[] = [
  ['logGamma', [0.001], 6.907178885383853],
  ['logGamma', [0.5], 0.5723649429247],
  ['logGamma', [1], 0.0],
  ['logGamma', [1.5], -0.12078223763524526],
  ['logGamma', [2], 0.0],
  ['logGamma', [3.7], 1.428072326665388],
  ['logGamma', [10], 12.801827480081469],
  ['logGamma', [55.5], 166.32150615984037],
  ['logGamma', [10000.0], 82099.71749644238],
  ['lowerIncompleteGamma', [0.1, 1e-5], 0.3323984050405032],
  ['upperIncompleteGamma', [0.1, 1e-5], 0.6676015949594968],
  ['lowerIncompleteGamma', [0.5, 0.3], 0.5614219739190003],
  ['upperIncompleteGamma', [0.5, 0.3], 0.4385780260809997],
  ['lowerIncompleteGamma', [1, 2], 0.8646647167633873],
  ['upperIncompleteGamma', [1, 2], 0.1353352832366127],
  ['lowerIncompleteGamma', [3, 2], 0.32332358381693654],
  ['upperIncompleteGamma', [3, 2], 0.6766764161830634],
  ['lowerIncompleteGamma', [7.5, 20], 0.9995465018648978],
  ['upperIncompleteGamma', [7.5, 20], 0.00045349813510223386],
  ['lowerIncompleteGamma', [100, 90], 0.15822098918643007],
  ['upperIncompleteGamma', [100, 90], 0.84177901081357],
  ['lowerIncompleteGamma', [10000.0, 10100.0], 0.8413487504471796],
  ['upperIncompleteGamma', [10000.0, 10100.0], 0.15865124955282037],
  ['lowerIncompleteGamma', [2, 60], 1.0],
  ['upperIncompleteGamma', [2, 60], 5.341471565244885e-25],
  ['incompleteBeta', [0.1, 0.2, 0.3], 0.4121340043632431],
  ['incompleteBeta', [0.5, 2, 3], 0.6875],
  ['incompleteBeta', [0.9, 5, 0.5], 0.3166429150200122],
  ['incompleteBeta', [0.01, 18, 4], 1.2925579600000007e-33],
  ['incompleteBeta', [0.7, 300, 120], 0.25563020379089435],
  ['incompleteBeta', [0.999, 40, 2.5], 0.9999019354839128],
  ['normalCdf', [-8], 6.22096057427174e-16],
  ['normalCdf', [-1.96], 0.024997895148220435],
  ['normalCdf', [0], 0.5],
  ['normalCdf', [0.5], 0.6914624612740131],
  ['normalCdf', [3], 0.9986501019683699],
  ['normalQuantile', [1e-12], -7.034483825301131],
  ['normalQuantile', [0.025], -1.9599639845400545],
  ['normalQuantile', [0.5], 0.0],
  ['normalQuantile', [0.9], 1.2815515655446004],
  ['normalQuantile', [0.999999], 4.753424308817087],
  ['studentTCdf', [-2.5, 3], 0.04385332350403278],
  ['studentTCdf', [1, 1], 0.75],
  ['studentTCdf', [2.2, 25], 0.9813653936727559],
  ['studentTQuantile', [0.025, 3], -3.1824463052837086],
  ['studentTQuantile', [0.975, 11], 2.200985160091639],
  ['studentTQuantile', [0.6, 1], 0.32491969623290634],
  ['studentTQuantile', [0.995, 200], 2.600634436191558],
  ['gammaQuantile', [0.025, 0.1, 1], 5.791710245521471e-17],
  ['gammaQuantile', [0.5, 3, 1], 2.674060313723559],
  ['gammaQuantile', [0.975, 18.5, 1], 27.83398663213055],
  ['gammaQuantile', [0.01, 200, 1], 168.57765670053308],
  ['gammaQuantile', [0.9, 0.5, 1], 1.352771727047702],
  ['chiSquareQuantile', [0.95, 1], 3.841458820694124],
  ['chiSquareQuantile', [0.1, 5], 1.6103079869623227],
  ['chiSquareQuantile', [0.9, 30], 40.2560237387118],
  ['chiSquareTail', [7.3, 4], 0.12085874882121235],
  ['betaQuantile', [0.025, 3, 19], 0.03048896762151555],
  ['betaQuantile', [0.975, 4, 18], 0.363423987016981],
  ['betaQuantile', [0.5, 0.5, 0.5], 0.4999999999999999],
  ['betaQuantile', [0.05, 59, 1], 0.950492390111773],
  ['betaQuantile', [0.025, 0.3, 12], 2.7337251821279473e-7],
  ['betaQuantile', [0.9, 200, 3], 0.9945320342610424],
  ['binomialCdf', [3, 21, 0.5], 0.0007448196411132812],
  ['binomialProbability', [3, 21, 0.5], 0.0006341934204101561],
  ['binomialCdf', [0, 10, 0.01], 0.9043820750088045],
  ['binomialProbability', [0, 10, 0.01], 0.9043820750088041],
  ['binomialCdf', [700, 1000, 0.71], 0.2530987379107777],
  ['binomialProbability', [700, 1000, 0.71], 0.021622371150393],
  ['binomialQuantile', [0.025, 21, 0.5], 6.0],
  ['binomialQuantile', [0.5, 1000, 0.71], 710.0],
  ['binomialQuantile', [0.999, 7, 0.1], 4.0],
  ['poissonCdf', [3, 18], 1.7560166645653655e-5],
  ['poissonProbability', [3, 18], 1.4803540311860661e-5],
  ['poissonCdf', [0, 0.5], 0.6065306597126334],
  ['poissonProbability', [0, 0.5], 0.6065306597126334],
  ['poissonCdf', [220, 200], 0.9246985575663498],
  ['poissonProbability', [220, 200], 0.0102101735291558],
  ['poissonQuantile', [0.025, 18], 10.0],
  ['poissonQuantile', [0.5, 0.5], 0.0],
  ['poissonQuantile', [0.999, 200], 245.0],
  ['negativeBinomialCdf', [3, 1, 3], 0.68359375],
  ['negativeBinomialProbability', [3, 1, 3], 0.10546875],
  ['negativeBinomialCdf', [0, 0.4, 2], 0.48835934193058694],
  ['negativeBinomialProbability', [0, 0.4, 2], 0.4883593419305868],
  ['negativeBinomialCdf', [40, 5, 30], 0.789538506177248],
  ['negativeBinomialProbability', [40, 5, 30], 0.016958258543384185],
  ['negativeBinomialQuantile', [0.95, 1, 3], 10.0],
  ['negativeBinomialQuantile', [0.5, 0.4, 2], 1.0],
  ['negativeBinomialQuantile', [0.999, 5, 30], 94.0],
];

describe('distributions agree with SciPy', () => {
  it.each(fromSciPy)('%s(%j) = %d', (name, args, expected) => {
    const value = (byName[name] as (...values: readonly number[]) => number)(...args);
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(
      1e-10 * Math.max(1e-300, Math.abs(expected)) + 1e-14,
    );
  });

  it('answers NaN for arguments outside the domain, never a number that looks like an answer', () => {
    expect(distributions.lowerIncompleteGamma(-1, 2)).toBeNaN();
    expect(distributions.incompleteBeta(1.2, 2, 2)).toBeNaN();
    expect(distributions.normalQuantile(1.5)).toBeNaN();
    expect(distributions.logGamma(Number.NaN)).toBeNaN();
  });

  it('keeps ln I_x where I_x itself underflows', () => {
    // I_x(a, 1) = x^a exactly.
    expect(distributions.logIncompleteBeta(1e-5, 400, 1)).toBeCloseTo(400 * Math.log(1e-5), 8);
  });
});
