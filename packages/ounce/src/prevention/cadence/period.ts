import { type Cadence, OunceError, type ReportPeriod } from '@ounce/core';
import { Temporal } from 'temporal-polyfill';

const examples: Readonly<Record<Cadence, string>> = {
  weekly: '2026-W05',
  monthly: '2026-01',
  quarterly: '2026-Q1',
  annual: '2026',
};

/** The period of a cadence that a moment lies in, by the calendar of a time zone; weeks as in ISO 8601. */
export function periodAt(cadence: Cadence, atMs: number, timeZone: string): ReportPeriod {
  const day = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(timeZone).toPlainDate();
  return periodFrom(cadence, firstDay(cadence, day), timeZone);
}

/** The one before. */
export function periodBefore(cadence: Cadence, { startMs, timeZone }: ReportPeriod): ReportPeriod {
  return periodAt(cadence, startMs - 1, timeZone);
}

/**
 * @throws OUNCE_E_BAD_REQUEST for a label that is none of this cadence
 */
export function periodOf(cadence: Cadence, label: string, timeZone: string): ReportPeriod {
  const day = dayOf(cadence, label);
  const period = day && periodFrom(cadence, firstDay(cadence, day), timeZone);
  // Week 53 of a year that has 52 would be another year's week 1.
  if (period?.label === label) return period;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `"${label}" is no period of a ${cadence} review.`, {
    mend: `Write it like ${examples[cadence]}.`,
  });
}

/** Whether the runtime knows the zone. */
export function isTimeZone(timeZone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
    return true;
  } catch {
    return false;
  }
}

/** A moment of the day, hours after the midnight that a period ends with, by the local clock. */
export function dueMs({ endMs, timeZone }: ReportPeriod, hour: number): number {
  const end = Temporal.Instant.fromEpochMilliseconds(endMs).toZonedDateTimeISO(timeZone);
  return end.withPlainTime({ hour }).epochMilliseconds;
}

function periodFrom(cadence: Cadence, first: Temporal.PlainDate, timeZone: string): ReportPeriod {
  const length = {
    weekly: { days: 7 },
    monthly: { months: 1 },
    quarterly: { months: 3 },
    annual: { years: 1 },
  }[cadence];
  const start = (day: Temporal.PlainDate) => day.toZonedDateTime(timeZone).epochMilliseconds;
  return { label: labelOf(cadence, first), startMs: start(first), endMs: start(first.add(length)), timeZone };
}

function firstDay(cadence: Cadence, day: Temporal.PlainDate): Temporal.PlainDate {
  if (cadence === 'weekly') return day.subtract({ days: day.dayOfWeek - 1 });
  if (cadence === 'monthly') return day.with({ day: 1 });
  if (cadence === 'quarterly') return day.with({ day: 1, month: 3 * Math.floor((day.month - 1) / 3) + 1 });
  return day.with({ day: 1, month: 1 });
}

function labelOf(cadence: Cadence, first: Temporal.PlainDate): string {
  const two = (value: number) => String(value).padStart(2, '0');
  if (cadence === 'weekly') return `${first.yearOfWeek}-W${two(first.weekOfYear ?? 0)}`;
  if (cadence === 'monthly') return `${first.year}-${two(first.month)}`;
  if (cadence === 'quarterly') return `${first.year}-Q${Math.ceil(first.month / 3)}`;
  return String(first.year);
}

/** Some day of the period that a label names. */
function dayOf(cadence: Cadence, label: string): Temporal.PlainDate | undefined {
  const [, year, part] = /^(\d{4})(?:-(?:W|Q)?(\d{1,2}))?$/.exec(label) ?? [];
  if (year === undefined) return undefined;
  const [whole, number] = [Number(year), Number(part ?? 1)];
  const day = (month: number) =>
    Temporal.PlainDate.from({ year: whole, month, day: 1 }, { overflow: 'reject' });
  try {
    if (cadence === 'weekly') {
      // The fourth of January is always in week 1.
      const fourth = Temporal.PlainDate.from({ year: whole, month: 1, day: 4 });
      return fourth.add({ days: 7 * (number - 1) });
    }
    if (cadence === 'quarterly') return day(3 * number - 2);
    return day(cadence === 'monthly' ? number : 1);
  } catch {
    return undefined;
  }
}
