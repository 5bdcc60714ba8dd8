import { quantileForecast } from '../forecast.ts';
import { wideningFor } from '../intervals/conformal.ts';
import { median, nextQuantile } from '../numeric/robust.ts';
import type { Forecast } from '../request.ts';
import { peakViews } from './peak-views.ts';

/** The highest reading to expect within one day of a forecast. */
export interface DayPeak {
  /** First step of the day within the forecast, and the one after its last. */
  readonly fromStep: number;
  readonly toStep: number;
  /** The step of the highest point forecast. */
  readonly peakStep: number;
  readonly expected: number;
  /** The day's highest reading stays under this with the probability that was asked for. */
  readonly upper: number;
}

export interface PeakQuestion {
  /** The probability with which the day's highest reading stays under `upper`, within 0..1. */
  readonly level: number;
  readonly stepsPerDay: number;
  /** Days begin so many steps into the forecast; a shorter one before counts as its own. Default 0. */
  readonly untilFirstDay?: number;
  /** `calibration.peakScores` of other services together: what a fleet has seen of peaks that came as a surprise. */
  readonly others?: Float64Array;
}

/** Fewer tested days than this say nothing of their own about peaks. */
const fewestTestedDays = 4;
/** Others' experience weighs as much as so many days of a service's own. */
const othersWeigh = 20;
/** The mean error of the hourly forecast is taken to be that of the best of the earlier days, by as much as so many days tell. */
const believedDays = 5;
/** A mean error of more than so many medians is made by single days, which say nothing of the usual one. */
const rareAfter = 5;

/** The peak of each day of a forecast, with an upper quantile of the day's highest reading. */
export function dayPeaks(forecast: Forecast, question: PeakQuestion): DayPeak[] {
  const { stepsPerDay, untilFirstDay = 0 } = question;
  const { point } = forecast;
  const score = peakScore(forecast, question);
  const days: DayPeak[] = [];
  let fromStep = 0;
  while (fromStep < point.length) {
    const first = fromStep === 0 && untilFirstDay > 0;
    const toStep = Math.min(fromStep + (first ? untilFirstDay : stepsPerDay), point.length);
    let peakStep = fromStep;
    for (let h = fromStep; h < toStep; h++) if (point[h]! > point[peakStep]!) peakStep = h;
    const day = { fromStep, toStep, peakStep, expected: point[peakStep]! };
    days.push({ ...day, upper: upperEnd(forecast, day, question, score) });
    fromStep = toStep;
  }
  return days;
}

/**
 * The weighted mean of what the hourly forecast and the earlier days say of the quantile, each weighing one over the square of its mean
 * error. Averaging quantiles keeps a band as wide as its parts are; averaging distributions would widen it (Lichtendahl et al. 2013).
 */
function upperEnd(
  forecast: Forecast,
  { fromStep, toStep, peakStep, expected }: Omit<DayPeak, 'upper'>,
  { level, stepsPerDay }: PeakQuestion,
  score: number,
): number {
  const { point, errorSizes, past, ordinary, calibration } = forecast;
  const unit = errorSizes[peakStep]!;
  const hourly = Number.isNaN(score)
    ? quantileForecast(forecast, level)
        .subarray(fromStep, toStep)
        .reduce((most, value) => Math.max(most, value))
    : expected + score * unit;
  // What earlier, ordinary days say is lifted as the forecast is; less load is no promise of less error.
  const usual = ordinary?.[peakStep] ?? point[peakStep]!;
  const lift = usual > 0 ? expected / usual : 1;
  const errorLift = Math.max(lift, 1);
  const views = (past ? peakViews(past, fromStep, toStep, stepsPerDay) : []).map(({ said, errors }) => ({
    upper: lift * said + errorLift * wideningFor(errors.length) * nextQuantile(errors, level),
    error: errorLift * meanSizeOf(errors),
    usualError: errorLift * Math.min(meanSizeOf(errors), rareAfter * median(errors.map(Math.abs))),
  }));
  if (views.length === 0) return hourly;
  const least = Math.min(...views.map(({ usualError }) => usualError));
  const { peakScores } = calibration;
  const tested = peakScores.length;
  // The few days that the hourly forecast was tested on may have been lucky ones.
  const seen = tested > 0 ? tested * meanSizeOf(peakScores) * unit : 0;
  const error = (seen + believedDays * least) / (tested + believedDays);
  return weightedMean([...views, { upper: hourly, error }]);
}

/** No error at all outweighs everything; a little of the least error is added to each, so that a lucky one does not. */
function weightedMean(views: readonly { readonly upper: number; readonly error: number }[]): number {
  const least = Math.min(...views.map(({ error }) => error));
  let sum = 0;
  let weights = 0;
  for (const { upper, error } of views) {
    const weight = least > 0 ? ((1.05 * least) / (error + 0.05 * least)) ** 2 : error === 0 ? 1 : 0;
    sum += weight * upper;
    weights += weight;
  }
  return sum / weights;
}

function meanSizeOf(errors: Float64Array): number {
  return errors.reduce((sum, error) => sum + Math.abs(error), 0) / errors.length;
}

/**
 * A service has seen a week or four of its own surprises, a fleet has seen them all: its own quantile counts as its tested days do, the
 * fleet's as a fixed number of days. Where neither says anything, the hours' quantiles have to do: NaN.
 */
function peakScore({ calibration }: Forecast, { level, others }: PeakQuestion): number {
  const { peakScores, widening } = calibration;
  const enough = peakScores.length >= fewestTestedDays;
  const own = enough ? nextQuantile(peakScores, level) * widening : Number.NaN;
  if (others === undefined || others.length < othersWeigh) return own;
  const theirs = nextQuantile(others.toSorted(), level);
  if (!enough) return theirs;
  const share = peakScores.length / (peakScores.length + othersWeigh);
  return share * own + (1 - share) * theirs;
}
