import type { Calendar } from './calendar/calendar.ts';
import { type Effects, learnEffects, specialSteps } from './calendar/effects.ts';
import { toLocalAxis } from './calendar/local-axis.ts';
import { decompose } from './models/decomposition.ts';
import type { Seasons } from './models/model.ts';
import type { ForecastRequest } from './request.ts';
import { fillGaps } from './series/gaps.ts';
import { alignToLevel, findLevelShift } from './series/level-shift.ts';
import { findOutliers } from './series/outliers.ts';

/** A history that can teach, on the local axis. */
export interface Prepared {
  /** Complete: gaps filled, accidents and special days replaced by the ordinary. */
  readonly values: Float64Array;
  /** What errors are measured against; NaN where there was no ordinary reading. */
  readonly observed: Float64Array;
  /** The same without outliers, against which models are compared. */
  readonly trusted: Float64Array;
  readonly seasons: Seasons;
  readonly effects: Effects | undefined;
  /** Place on the local axis of the first step of `values`. */
  readonly firstPlace: number;
  placeOf(step: number): number;
  readonly outliers: number;
  readonly levelShiftStepsAgo: number | undefined;
}

const utc: Calendar = { offsets: [], holidays: [] };
/** Older weeks are left out: they cost time and say little about the next one. */
const weeksKept = 10;
const smallestHistory = 8;

/** Undefined when there are fewer than eight readings to learn from. */
export function prepare(request: ForecastRequest): Prepared | undefined {
  const { axis, calendar = utc } = request;
  const local = toLocalAxis(withoutIncidents(request), axis, calendar);
  const effects = ordinaryOnly(request, calendar, local);
  const complete = local.values;
  const wanted = request.seasons ?? defaultSeasons(axis.stepMs);
  const kept = Math.max(weeksKept * (wanted.at(-1) ?? 200), 200);
  const firstPlace = Math.max(complete.length - kept, 0);
  let observed: Float64Array = complete.slice(firstPlace);
  if (observed.reduce((count, value) => count + (Number.isNaN(value) ? 0 : 1), 0) < smallestHistory) {
    return undefined;
  }
  const seasons = wanted.filter((season) => season > 1 && observed.length >= 2 * season);
  const marks = findOutliers(decompose(observed, seasons), seasons);
  let trusted: Float64Array = observed.map((value, t) => (marks[t] === 1 ? Number.NaN : value));
  const shift = findLevelShift(trusted, seasons);
  if (shift !== undefined) {
    observed = alignToLevel(observed, shift);
    trusted = alignToLevel(trusted, shift);
  }
  const values = fillGaps(trusted, seasons);
  if (values === undefined) return undefined;
  return {
    values,
    observed,
    trusted,
    seasons,
    effects,
    firstPlace,
    placeOf: local.placeOf,
    outliers: marks.reduce((count, mark) => count + mark, 0),
    levelShiftStepsAgo: shift === undefined ? undefined : observed.length - shift.at,
  };
}

/** The day and the week, in steps; only what the step divides evenly. */
export function defaultSeasons(stepMs: number): Seasons {
  const day = 86_400_000 / stepMs;
  const week = 7 * day;
  return [day, week].filter((season) => Number.isInteger(season) && season > 1);
}

function withoutIncidents({ values, axis, incidents = [] }: ForecastRequest): Float64Array {
  const kept = Float64Array.from(values, (value) => (Number.isFinite(value) ? value : Number.NaN));
  for (const { startMs, endMs } of incidents) {
    const from = Math.max(Math.floor((startMs - axis.startMs) / axis.stepMs), 0);
    const to = Math.min(Math.ceil((endMs - axis.startMs) / axis.stepMs), kept.length);
    if (to > from) kept.fill(Number.NaN, from, to);
  }
  return kept;
}

/** Learns the effects of special days, then takes those days out of the local series. */
function ordinaryOnly(
  request: ForecastRequest,
  calendar: Calendar,
  local: ReturnType<typeof toLocalAxis>,
): Effects | undefined {
  const { axis, events = [] } = request;
  if (events.length === 0 && calendar.holidays.length === 0) return undefined;
  const stepOf = (atMs: number) => Math.floor((atMs - axis.startMs) / axis.stepMs);
  const placed = events.map((event) => ({
    ...event,
    fromPlace: local.placeOf(stepOf(event.startMs)),
    toPlace: local.placeOf(Math.ceil((event.endMs - axis.startMs) / axis.stepMs)),
  }));
  const { values, localStartMs } = local;
  const { stepMs } = axis;
  const specialAt = specialSteps(localStartMs, stepMs, calendar, placed);
  const effects = learnEffects({ values: values.slice(), localStartMs, stepMs, calendar, specialAt });
  for (let place = 0; place < values.length; place++) {
    if (specialAt(place) !== undefined) values[place] = Number.NaN;
  }
  return effects;
}
