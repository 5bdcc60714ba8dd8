/**
 * Symmetric mean absolute percentage error in percent, 0..200, as the M4 competition has it (Makridakis, Spiliotis and
 * Assimakopoulos 2020): mean of 200 |a - f| / (|a| + |f|), where 0 against 0 is no error. Missing readings (NaN) are
 * left out; NaN when none is left.
 */
export function smape(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  return meanOver(actual, forecast, (came, said) => {
    const size = Math.abs(came) + Math.abs(said);
    return size > 0 ? (200 * Math.abs(came - said)) / size : 0;
  });
}

/**
 * Mean absolute scaled error (Hyndman and Koehler 2006): the mean error in units of the history's own mean seasonal
 * change, `season` steps apart. Infinity or NaN for a history that repeats itself exactly.
 */
export function mase(
  history: ArrayLike<number>,
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
  season: number,
): number {
  let sum = 0;
  let count = 0;
  for (let t = season; t < history.length; t++) {
    const change = Math.abs(history[t]! - history[t - season]!);
    if (Number.isNaN(change)) continue;
    sum += change;
    count++;
  }
  return meanOver(actual, forecast, (came, said) => Math.abs(came - said)) / (sum / count);
}

/** Both errors of one method, each a mean over the same series. */
export interface MeanErrors {
  readonly smape: number;
  readonly mase: number;
}

/** Overall weighted average of the M4 competition: 1 is as good as the reference (there: Naive2), less is better. */
export function owa(errors: MeanErrors, reference: MeanErrors): number {
  return (errors.smape / reference.smape + errors.mase / reference.mase) / 2;
}

/** Share of the readings that lie within the interval, ends included. */
export function coverage(
  actual: ArrayLike<number>,
  lower: ArrayLike<number>,
  upper: ArrayLike<number>,
): number {
  return meanOver(actual, lower, (came, low, i) => (came >= low && came <= upper[i]! ? 1 : 0));
}

/** Quantile (pinball) loss, the mean over all steps: what a forecast of the `level` quantile is judged by. */
export function pinballLoss(actual: ArrayLike<number>, forecast: ArrayLike<number>, level: number): number {
  return meanOver(actual, forecast, (came, said) =>
    came >= said ? level * (came - said) : (1 - level) * (said - came),
  );
}

function meanOver(
  actual: ArrayLike<number>,
  other: ArrayLike<number>,
  loss: (came: number, said: number, i: number) => number,
): number {
  let sum = 0;
  let count = 0;
  for (let i = 0; i < actual.length; i++) {
    if (!Number.isFinite(actual[i]!)) continue;
    sum += loss(actual[i]!, other[i]!, i);
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}
