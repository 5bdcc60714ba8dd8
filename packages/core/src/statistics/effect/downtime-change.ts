import { downtimeMinutes } from '../availability/downtime.ts';
import { daysPerMonth, exposureDays, type ObservedWindow, type TimeSpan } from '../rates/observed-window.ts';
import type { EffectIncident } from './question.ts';

export type Direction = 'fell' | 'unchanged' | 'rose' | 'unknown';

export interface DowntimeChange {
  readonly minutesBefore: number;
  readonly minutesAfter: number;
  /** Per 30.4375 observed days; null without exposure. */
  readonly perMonthBefore: number | null;
  readonly perMonthAfter: number | null;
  readonly direction: Direction;
}

/** Total downtime of both windows. Simultaneous incidents are one downtime; open ones last until the end of `after`. */
export function downtimeChange(
  incidents: readonly EffectIncident[],
  before: ObservedWindow,
  after: ObservedWindow,
): DowntimeChange {
  const spans: TimeSpan[] = incidents.map(({ startedAtMs, resolvedAtMs, openUntilMs }) => ({
    startMs: startedAtMs,
    endMs: resolvedAtMs ?? openUntilMs ?? after.endMs,
  }));
  const minutesBefore = downtimeMinutes(before, spans);
  const minutesAfter = downtimeMinutes(after, spans);
  const perMonthBefore = perMonth(minutesBefore, before);
  const perMonthAfter = perMonth(minutesAfter, after);
  return {
    minutesBefore,
    minutesAfter,
    perMonthBefore,
    perMonthAfter,
    direction: direction(perMonthBefore, perMonthAfter),
  };
}

/** Which way a figure went; `unknown` when one side has none. */
export function direction(before: number | null, after: number | null): Direction {
  if (before === null || after === null) return 'unknown';
  if (after === before) return 'unchanged';
  return after < before ? 'fell' : 'rose';
}

function perMonth(minutes: number, window: ObservedWindow): number | null {
  const days = exposureDays(window);
  return days > 0 ? (minutes / days) * daysPerMonth : null;
}
