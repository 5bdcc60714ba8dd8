import { dayPeaks } from '../forecast/fleet/peaks.ts';
import type { Forecast } from '../forecast/request.ts';
import type { Shortage } from '../model/capacity.ts';
import type { DayAhead } from './alarm.ts';
import { replicasForWait } from './queue-wait.ts';
import type { PlannedHour } from './week-plan.ts';

const hourMs = 3_600_000;
const hoursPerDay = 24;
/** An alarm stays open while a day's peak is not under this quantile. */
const hardlyEver = 0.99;

export interface DaysQuestion {
  readonly forecast: Forecast;
  readonly hours: readonly PlannedHour[];
  readonly upperQuantile: number;
  /** The load's highest moment over its hourly mean. */
  readonly peakOverMean: number;
  /** What the replicas of now carry. */
  readonly capacity: number;
  /** Beyond this the day counts: more than the capacity where that is hardly known. */
  readonly serious: number;
  readonly perReplica: number;
  readonly ceiling: number;
  readonly queueWaitMs?: number;
  /** What other services have seen of peaks that came as a surprise. */
  readonly others?: Float64Array;
  /** How long after the hour the next local day begins. */
  readonly untilMidnightHours: number;
}

/**
 * The days ahead by the local clock. A day is judged by its highest reading, which has quantiles of its own: the highest of 24 upper ends
 * is none.
 */
export function daysAhead(question: DaysQuestion): DayAhead[] {
  const { forecast, upperQuantile, untilMidnightHours, peakOverMean, serious, others } = question;
  const peaks = { stepsPerDay: hoursPerDay, untilFirstDay: untilMidnightHours };
  const at = (level: number) => dayPeaks(forecast, { ...peaks, level, ...(others ? { others } : {}) });
  const stretched = at(Math.max(upperQuantile, hardlyEver));
  return at(upperQuantile).map((day, i) => {
    const known = Number.isFinite(day.upper);
    const upper = Math.max(0, known ? day.upper : day.expected) * peakOverMean;
    const rarely = Math.max(0, known ? stretched[i]!.upper : day.expected) * peakOverMean;
    return {
      shortage: shortageOf(question, day, upper),
      over: upper > serious,
      mayBeOver: rarely > serious,
    };
  });
}

function shortageOf(
  { hours, capacity, perReplica, ceiling, queueWaitMs }: DaysQuestion,
  { fromStep, toStep, peakStep }: { fromStep: number; toStep: number; peakStep: number },
  upper: number,
): Shortage {
  const worstMs = hours[peakStep]!.startMs;
  const tooBusy = hours
    .slice(fromStep, toStep)
    .filter((hour) => hour.upper > capacity || hour.startMs === worstMs);
  const needed = Math.max(
    replicasForWait(upper, perReplica, queueWaitMs),
    ...tooBusy.map(({ replicas }) => replicas),
  );
  return {
    fromMs: tooBusy[0]!.startMs,
    untilMs: tooBusy.at(-1)!.startMs + hourMs,
    ...{ worstMs, upper, capacity, replicas: Math.min(ceiling, needed), capped: needed > ceiling },
  };
}
