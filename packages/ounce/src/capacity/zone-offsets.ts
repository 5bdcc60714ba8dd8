import type { OffsetChange } from '@ounce/core';
import { Temporal } from 'temporal-polyfill';

const minuteNs = 60_000_000_000;

/** When a zone's offset from UTC changes, from the one that holds at `fromMs` on. The forecasts themselves know no zones. */
export function offsetChanges(timeZone: string, fromMs: number, untilMs: number): OffsetChange[] {
  let at = Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(timeZone);
  const changes: OffsetChange[] = [{ fromMs, offsetMinutes: at.offsetNanoseconds / minuteNs }];
  for (;;) {
    const next = at.getTimeZoneTransition('next');
    if (!next || next.epochMilliseconds >= untilMs) return changes;
    changes.push({ fromMs: next.epochMilliseconds, offsetMinutes: next.offsetNanoseconds / minuteNs });
    at = next;
  }
}
