import { quantileForecast } from '../forecast.ts';
import { quantileOfSorted } from '../numeric/robust.ts';
import type { Forecast } from '../request.ts';

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

/** The peak of each day of a forecast, with an upper quantile of the day's highest reading. */
export function dayPeaks(forecast: Forecast, question: PeakQuestion): DayPeak[] {
  const { level, stepsPerDay, untilFirstDay = 0 } = question;
  const { point, errorSizes } = forecast;
  const score = peakScore(forecast, question);
  const hourly = Number.isFinite(score) ? undefined : quantileForecast(forecast, level);
  const days: DayPeak[] = [];
  let fromStep = 0;
  while (fromStep < point.length) {
    const first = fromStep === 0 && untilFirstDay > 0;
    const toStep = Math.min(fromStep + (first ? untilFirstDay : stepsPerDay), point.length);
    let peakStep = fromStep;
    for (let h = fromStep; h < toStep; h++) if (point[h]! > point[peakStep]!) peakStep = h;
    const upper = hourly
      ? hourly.subarray(fromStep, toStep).reduce((most, value) => Math.max(most, value))
      : point[peakStep]! + score * errorSizes[peakStep]!;
    days.push({ fromStep, toStep, peakStep, expected: point[peakStep]!, upper });
    fromStep = toStep;
  }
  return days;
}

/**
 * A service has seen a week or four of its own surprises, a fleet has seen them all: its own quantile counts as its tested days do, the
 * fleet's as a fixed number of days. NaN when neither says anything.
 */
function peakScore({ calibration }: Forecast, { level, others }: PeakQuestion): number {
  const { peakScores, widening } = calibration;
  const own =
    peakScores.length >= fewestTestedDays ? quantileOfSorted(peakScores, level) * widening : Number.NaN;
  if (others === undefined || others.length < othersWeigh) return own;
  const theirs = quantileOfSorted(others.toSorted(), level);
  if (Number.isNaN(own)) return theirs;
  const share = peakScores.length / (peakScores.length + othersWeigh);
  return share * own + (1 - share) * theirs;
}
