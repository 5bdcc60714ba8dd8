import { type Cadence, cadences } from '../../api/reports.ts';

/** Which report the address names; nothing for the list. */
export function readReportSearch(search: Record<string, unknown>): { id?: string; now?: Cadence } {
  const now = cadences.find((cadence) => cadence === search.now);
  if (typeof search.id === 'string' && search.id !== '') return { id: search.id };
  return now ? { now } : {};
}
