import { type Status, statuses } from './prevention-words.ts';

/** What the list is narrowed by, as its address and the API say it. */
export type PreventionSearch = {
  readonly status?: Status;
  readonly priority?: 'P0' | 'P1' | 'P2';
  readonly incidentType?: string;
};

/** Reads the search part of an address; what cannot be meant is left out. */
export function readPreventionSearch({
  status,
  priority,
  incidentType,
}: Record<string, unknown>): PreventionSearch {
  return {
    ...(statuses.includes(status as Status) ? { status: status as Status } : {}),
    ...(priority === 'P0' || priority === 'P1' || priority === 'P2' ? { priority } : {}),
    ...(typeof incidentType === 'string' && incidentType !== '' ? { incidentType } : {}),
  };
}
