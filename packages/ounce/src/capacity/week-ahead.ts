import {
  type Calendar,
  type DayAhead,
  daysAhead,
  type Forecast,
  forecastSeries,
  type HourAhead,
  type KnownEvent,
  type LoadTest,
  learnReplicaCapacity,
  offsetMinutesAt,
  planWeek,
  quantileForecast,
  type ReplicaCapacity,
  type ServiceRef,
  type Shortage,
  type Stretch,
  type WeekPlan,
} from '@ounce/core';
import type { History } from '../history/index.ts';
import { capacityReadings } from './capacity-readings.ts';
import { type HourlyLoad, hourlyLoad } from './hourly-load.ts';
import { newServiceForecast, weekHours } from './new-service.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Eight weeks tell this week from the usual one; what was before is another season. */
const taughtByMs = 56 * dayMs;
const capacityFromMs = 14 * dayMs;
const beyondSeen = 1.25;
/** The most that was ever carried says something when it is that of two weeks at least. */
const seenForHours = 2 * weekHours;

/** What a forecast is told besides the readings. */
export interface ForecastKnowledge {
  /** Local time, daylight saving and holidays of a span that holds past and future. */
  readonly calendarOf?: (sinceMs: number, untilMs: number) => Calendar;
  /** Launches, sales, campaigns: past and coming ones. */
  readonly events?: readonly KnownEvent[];
  /** Times that must not teach: past incidents, drills. */
  readonly incidents?: readonly Stretch[];
}

export interface CapacitySettings extends ForecastKnowledge {
  /** The band's upper end holds with this probability, hour by hour. */
  readonly upperQuantile: number;
  /** Share of the capacity to be kept free at what is expected. */
  readonly headroom: number;
  readonly floor: number;
  readonly ceiling: number;
  /** Of the service's objective; for request services. */
  readonly latencyMs?: number;
  /** Of the service's objective; for queues. */
  readonly queueWaitMs?: number;
  /** Services whose week it follows while it is new. */
  readonly similarTo?: readonly ServiceRef[];
  readonly loadTests?: readonly LoadTest[];
  /** `peakScores` of other services' forecasts. */
  readonly othersPeaks?: Float64Array;
  /** `light` for a whole fleet, `full` for one service that a person looks at. */
  readonly effort: 'light' | 'full';
}

export interface WeekAhead extends WeekPlan {
  readonly kind: 'week';
  readonly atMs: number;
  /** What the load is counted in. */
  readonly signal: string;
  readonly replicas: number;
  readonly capacity: ReplicaCapacity;
  /** What the plan takes a replica to carry. */
  readonly perReplica: number;
  /** Whole hours that the forecast has learnt from. */
  readonly learnedHours: number;
  readonly models: readonly { readonly name: string; readonly weight: number }[];
  /** Day by day: what an alarm looks at. */
  readonly days: readonly DayAhead[];
  /** How far days' peaks were from what was said of them, for other services to learn from. */
  readonly peakScores: Float64Array;
}

/** "Not known yet" is an answer of its own. */
export type WeekAheadOutcome = WeekAhead | { readonly kind: 'unknown'; readonly why: string };

/** The seven days ahead of one service by the hour: load with its band, what is there, what is needed, and where it will not do. */
export function weekAhead(
  history: Pick<History, 'hours' | 'readings'>,
  of: ServiceRef,
  nowMs: number,
  settings: CapacitySettings,
): WeekAheadOutcome {
  const load = hourlyLoad(history, of, { sinceMs: nowMs - taughtByMs, untilMs: nowMs });
  if (!load) return unknown('No whole hour of arrivals or throughput was recorded yet.');
  const span = { sinceMs: nowMs - capacityFromMs, untilMs: nowMs };
  const readings = capacityReadings(history, of, span);
  const { latencyMs, loadTests = [] } = settings;
  const capacity = learnReplicaCapacity(
    [...readings, ...loadTests.flatMap(loadTestReadings)],
    latencyMs === undefined ? {} : { latencyMs },
  );
  const newest = readings.at(-1);
  if (!capacity || !newest)
    return unknown(
      'No throughput was recorded together with ready replicas, so what a replica can carry is not known.',
    );
  const outcome =
    newServiceForecast(history, load, nowMs, settings.similarTo ?? []) ??
    forecastSeries({
      ...{ values: load.values, axis: load.axis, horizon: weekHours, effort: settings.effort },
      ...knowledgeFor(load, settings),
    });
  if (outcome.kind === 'no-forecast') return unknown(outcome.why);
  const { forecast } = outcome;
  const replicas = Math.round(newest.readyReplicas);
  const { headroom, floor, ceiling, queueWaitMs } = settings;
  const isKnown = capacity.basis !== 'at-least';
  // What was carried once can be carried again: by as many as there are now, as far as anybody knows.
  const perReplica = isKnown
    ? capacity.perReplica.lower
    : Math.max(capacity.perReplica.lower, load.highest / Math.max(1, replicas));
  const wait = queueWaitMs === undefined ? {} : { queueWaitMs };
  const hours = hoursAhead(forecast, settings.upperQuantile, load);
  const plan = planWeek({ hours, perReplica, replicas, headroom, floor, ceiling, ...wait });
  const carried = perReplica * replicas;
  const days = daysAhead({
    ...{ forecast, hours: plan.hours, upperQuantile: settings.upperQuantile },
    ...{ peakOverMean: load.peakOverMean, capacity: carried, perReplica, ceiling, ...wait },
    // Where nobody knows what a replica can carry, a little more than ever before is no reason to wake anybody.
    serious: isKnown ? carried : load.hours < seenForHours ? Number.POSITIVE_INFINITY : beyondSeen * carried,
    ...(settings.othersPeaks ? { others: settings.othersPeaks } : {}),
    untilMidnightHours: hoursUntilMidnight(forecast.axis.startMs, settings),
  });
  return {
    ...{ kind: 'week', atMs: nowMs, signal: load.signal, replicas, capacity, perReplica },
    learnedHours: load.hours,
    ...{ models: forecast.models, ...plan, days, peakScores: forecast.calibration.peakScores },
    shortages: days.filter(({ over }) => over).map(({ shortage }): Shortage => shortage),
  };
}

/** The local clock of what is past and of the week to come; events and incidents as they are known. */
export function knowledgeFor(
  { values, axis }: Pick<HourlyLoad, 'values' | 'axis'>,
  { calendarOf, events, incidents }: ForecastKnowledge,
) {
  const untilMs = axis.startMs + (values.length + weekHours) * hourMs;
  return {
    ...(calendarOf ? { calendar: calendarOf(axis.startMs, untilMs) } : {}),
    ...(events ? { events } : {}),
    ...(incidents ? { incidents } : {}),
  };
}

function hoursAhead(forecast: Forecast, upperQuantile: number, { peakOverMean }: HourlyLoad): HourAhead[] {
  const upper = quantileForecast(forecast, upperQuantile);
  return Array.from(forecast.point, (expected, i) => {
    const startMs = forecast.axis.startMs + i * hourMs;
    const highest = Number.isFinite(upper[i]) ? upper[i]! : expected;
    return { startMs, expected: Math.max(0, expected), upper: Math.max(0, highest * peakOverMean) };
  });
}

function hoursUntilMidnight(startMs: number, { calendarOf }: ForecastKnowledge): number {
  const offsetMs = calendarOf ? offsetMinutesAt(calendarOf(startMs, startMs + 1), startMs) * 60_000 : 0;
  const sinceMidnight = (((startMs + offsetMs) % dayMs) + dayMs) % dayMs;
  return sinceMidnight === 0 ? 0 : Math.ceil((dayMs - sinceMidnight) / hourMs);
}

/** A load test says the same as production would, and presses harder. */
function loadTestReadings({ replicas, points }: LoadTest) {
  return points.map(({ throughput, latencyMs, concurrency, utilisation }) => {
    // Little's law: what is in flight over what is done is how long each takes.
    const latency = latencyMs ?? (concurrency === undefined ? undefined : (1000 * concurrency) / throughput);
    return {
      ...{ throughput, readyReplicas: replicas },
      ...(latency === undefined ? {} : { latencyMs: latency }),
      ...(utilisation === undefined ? {} : { utilisation }),
    };
  });
}

const unknown = (why: string): WeekAheadOutcome => ({ kind: 'unknown', why });
