import type { PlannedHourView } from '../../api/types.ts';
import { csvOf } from '../../format/csv.ts';

/** The hour of a day with the highest upper end. */
export function worstOfDays(hours: readonly PlannedHourView[]): PlannedHourView[] {
  const days = new Map<string, PlannedHourView>();
  for (const hour of hours) {
    const day = new Date(hour.startMs).toDateString();
    const worst = days.get(day);
    if (!worst || hour.upper > worst.upper) days.set(day, hour);
  }
  return [...days.values()];
}

/** Every hour, for a spreadsheet. */
export function hoursCsv(hours: readonly PlannedHourView[]): string {
  return csvOf(
    ['from', 'expected per second', 'at most per second', 'headroom', 'replicas'],
    hours.map(({ startMs, expected, upper, headroom, replicas }) => [
      new Date(startMs).toISOString(),
      ...[expected, upper, headroom, replicas],
    ]),
  );
}
