/** Another way to say a day's highest reading, with what it would have missed by. */
export interface PeakView {
  readonly said: number;
  /** Came minus said over the last four weeks, sorted. */
  readonly errors: Float64Array;
}

/** Fewer errors than this say nothing of the next one. */
const fewestErrors = 4;
const testedDays = 28;
/** Four weeks of errors, each against up to two weeks before: what a forecast of a week asks for. */
const daysRead = testedDays + 14;

/**
 * A day's highest reading is a series of its own, and what it was says what it will be: as on the newest day that is known, and as on the
 * same day of the week. `past` ends where the forecast begins; the day is steps `from` to `to` of the forecast, and the same steps of
 * each earlier day stand beside it, so that half a day is compared with halves. NaN is missing.
 */
export function peakViews(past: Float64Array, from: number, to: number, stepsPerDay: number): PeakView[] {
  const newest = Math.ceil(to / stepsPerDay);
  const peaks = Float64Array.from({ length: daysRead + 1 }, (_, daysBack) =>
    daysBack < newest
      ? Number.NaN
      : highest(past, from - daysBack * stepsPerDay, to - daysBack * stepsPerDay),
  );
  const lags = new Set([newest, 7 * Math.ceil(newest / 7)]);
  return [...lags].flatMap((lag) => {
    const said = peaks[lag] ?? Number.NaN;
    const errors: number[] = [];
    for (let day = newest; day < newest + testedDays && day + lag < peaks.length; day++) {
      const error = peaks[day]! - peaks[day + lag]!;
      if (Number.isFinite(error)) errors.push(error);
    }
    if (!Number.isFinite(said) || errors.length < fewestErrors) return [];
    return [{ said, errors: Float64Array.from(errors).sort() }];
  });
}

/** NaN where more than a quarter of the readings is missing: what was the highest of the rest says little. */
function highest(past: Float64Array, from: number, to: number): number {
  const start = past.length + from;
  if (start < 0) return Number.NaN;
  let most = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = start; i < past.length + to; i++) {
    const value = past[i]!;
    if (Number.isNaN(value)) missing++;
    else if (value > most) most = value;
  }
  return missing * 4 > to - from ? Number.NaN : most;
}
