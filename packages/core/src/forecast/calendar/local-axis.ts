import { type Calendar, offsetMinutesAt } from './calendar.ts';

/** Evenly spaced readings: reading i is that of the step which begins at `startMs + i · stepMs`. */
export interface TimeAxis {
  readonly startMs: number;
  readonly stepMs: number;
}

/** A series laid out by the local clock, and the way back. */
export interface LocalSeries {
  readonly values: Float64Array;
  /** The local clock at the first value, as if it were UTC. */
  readonly localStartMs: number;
  /** For step i of the UTC axis, future steps included, the place on the local axis. */
  placeOf(step: number): number;
}

/**
 * People follow their own clock, so a daily pattern moves by an hour in UTC when daylight saving begins or ends. On the
 * local axis it does not: the hour that is skipped in spring is missing (NaN), the one that comes twice in autumn is
 * the mean of both. Every model then works unchanged, with days of always the same length.
 */
export function toLocalAxis(values: Float64Array, axis: TimeAxis, calendar: Calendar): LocalSeries {
  const localStartMs = localClock(axis.startMs, calendar);
  const placeOf = (step: number) => {
    const localMs = localClock(axis.startMs + step * axis.stepMs, calendar);
    return Math.round((localMs - localStartMs) / axis.stepMs);
  };
  if (calendar.offsets.length < 2) return { values: values.slice(), localStartMs, placeOf };
  const places = Int32Array.from(values, (_, step) => placeOf(step));
  const length = places.reduce((most, place) => Math.max(most, place + 1), 0);
  const sums = new Float64Array(length);
  const counts = new Float64Array(length);
  places.forEach((place, step) => {
    if (place < 0 || Number.isNaN(values[step]!)) return;
    sums[place] = sums[place]! + values[step]!;
    counts[place] = counts[place]! + 1;
  });
  const local = sums.map((sum, place) => (counts[place]! > 0 ? sum / counts[place]! : Number.NaN));
  return { values: local, localStartMs, placeOf };
}

function localClock(atMs: number, calendar: Calendar): number {
  return atMs + offsetMinutesAt(calendar, atMs) * 60_000;
}
