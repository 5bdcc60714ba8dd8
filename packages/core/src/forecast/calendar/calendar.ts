/** When a zone's offset from UTC changes, given by whoever knows the time zone rules; the core has no zone data. */
export interface OffsetChange {
  readonly fromMs: number;
  /** Minutes east of UTC from this moment on: 60 for CET, 120 for CEST. */
  readonly offsetMinutes: number;
}

export interface Calendar {
  /** In the order of time; the first also holds for all time before it. Empty is UTC. */
  readonly offsets: readonly OffsetChange[];
  /** Local dates, `2026-12-25`. */
  readonly holidays: readonly string[];
  /** The day of the week that a holiday is like until the series itself says otherwise: 0 is Sunday. */
  readonly restWeekday?: number;
}

/** A stretch of time that is not like others. Those of the same name are taken to be alike. */
export interface KnownEvent {
  readonly name: string;
  readonly startMs: number;
  /** The first moment that is ordinary again. */
  readonly endMs: number;
  /** Load over ordinary load that a person expects, for example 2 for twice; what the past says weighs more with each time. */
  readonly expectedRatio?: number;
}

/** A stretch that must not teach the models: an incident, a load test, a drill. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
}

export function offsetMinutesAt(calendar: Calendar, atMs: number): number {
  let offset = calendar.offsets[0]?.offsetMinutes ?? 0;
  for (const change of calendar.offsets) {
    if (change.fromMs > atMs) break;
    offset = change.offsetMinutes;
  }
  return offset;
}

const msPerDay = 86_400_000;

/** Days since 1970-01-01 of a moment on the local clock. */
export function localDay(localMs: number): number {
  return Math.floor(localMs / msPerDay);
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** Days since 1970-01-01 of `2026-12-25`. Throws RangeError on anything else. */
export function dayOfDate(date: string): number {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const atMs = parts ? Date.UTC(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : Number.NaN;
  if (Number.isNaN(atMs) || new Date(atMs).toISOString().slice(0, 10) !== date) {
    throw new RangeError(`"${date}" is not a date like 2026-12-25`);
  }
  return atMs / msPerDay;
}
