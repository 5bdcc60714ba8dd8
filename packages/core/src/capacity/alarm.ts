import type { Shortage } from '../model/capacity.ts';

/** One day ahead, as an alarm looks at it. */
export interface DayAhead {
  /** The day's hours that will not do; its busiest where the day as a whole will not. */
  readonly shortage: Shortage;
  /** The upper end of the day's highest reading exceeds what can be carried. */
  readonly over: boolean;
  /** So does an upper end that is hardly ever passed: reason enough to leave an alarm open, not to open one. */
  readonly mayBeOver: boolean;
}

/** Between two looks. Plain JSON. */
export interface AlarmState {
  /** The worst moments of the days that the last look named. */
  readonly namedMs: readonly number[];
  /** What people were told last; null when nothing is open. */
  readonly told: Shortage | null;
  /** The first day that they were told of. */
  readonly firstMs: number | null;
}

export const initialAlarm: AlarmState = { namedMs: [], told: null, firstMs: null };

export interface AlarmStep {
  readonly state: AlarmState;
  /** `open`: tell for the first time; `more`: it has become worse, or comes earlier; `clear`: it is not expected any more. */
  readonly says: 'open' | 'more' | 'clear' | 'nothing';
  /** The days that are named, soonest first. */
  readonly days: readonly Shortage[];
}

/** Today and tomorrow are believed at once: waiting for a second look would be too late. */
const soonMs = 48 * 3_600_000;
/** A busiest hour may move by so much from one look to the next and still be that of the same day. */
const sameDayMs = 12 * 3_600_000;
const worseBy = 1.1;

/**
 * One look at the days to come. An alarm opens for a day that two looks in a row have named, or that is near. It stays open while a day
 * may still be over, so that a forecast at the very edge is one message and not a new one each morning; what is told again is what asks
 * for something else than before.
 */
export function alarmStep(before: AlarmState, days: readonly DayAhead[], nowMs: number): AlarmStep {
  const named = days.filter(({ over }) => over).map(({ shortage }) => shortage);
  const believed = named.filter(
    ({ worstMs }) =>
      worstMs - nowMs < soonMs || before.namedMs.some((each) => Math.abs(each - worstMs) < sameDayMs),
  );
  const namedMs = named.map(({ worstMs }) => worstMs);
  const worst = worstOf(believed);
  if (before.told === null) {
    if (!worst) return { state: { ...initialAlarm, namedMs }, says: 'nothing', days: named };
    return { state: { namedMs, told: worst, firstMs: believed[0]!.worstMs }, says: 'open', days: named };
  }
  if (!days.some(({ over, mayBeOver }) => over || mayBeOver))
    return { state: { ...initialAlarm, namedMs }, says: 'clear', days: [] };
  const earlier = believed.length > 0 && believed[0]!.worstMs < before.firstMs! - sameDayMs;
  if (worst && (earlier || saysMore(before.told, worst)))
    return { state: { namedMs, told: worst, firstMs: believed[0]!.worstMs }, says: 'more', days: named };
  return { state: { ...before, namedMs }, says: 'nothing', days: named };
}

export function worstOf(shortages: readonly Shortage[]): Shortage | undefined {
  return shortages.reduce<Shortage | undefined>(
    (worst, each) => (worst && worst.upper >= each.upper ? worst : each),
    undefined,
  );
}

/** Whether it asks for something else than what was told: a tenth more, or the ceiling has become too low. */
function saysMore(told: Shortage, now: Shortage): boolean {
  return now.upper / now.capacity > (worseBy * told.upper) / told.capacity || (now.capped && !told.capped);
}
