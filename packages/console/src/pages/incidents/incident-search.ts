/** What the list of incidents is narrowed by, as its address says it. */
export interface IncidentSearch {
  readonly state?: 'open' | 'resolved';
  readonly type?: string;
  readonly service?: string;
  readonly severity?: number;
  readonly drill?: boolean;
  /** Days such as 2026-03-01, in the reader's time zone; the last one is part of it. */
  readonly from?: string;
  readonly to?: string;
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/;

/** Reads the search part of an address; what cannot be meant is left out. */
export function readIncidentSearch(search: Record<string, unknown>): IncidentSearch {
  const { state, type, service, severity, drill, from, to } = search;
  return {
    ...(state === 'open' || state === 'resolved' ? { state } : {}),
    ...(typeof type === 'string' && type !== '' ? { type } : {}),
    ...(typeof service === 'string' && service !== '' ? { service } : {}),
    ...(typeof severity === 'number' && [1, 2, 3, 4].includes(severity) ? { severity } : {}),
    ...(typeof drill === 'boolean' ? { drill } : {}),
    ...(typeof from === 'string' && dayPattern.test(from) ? { from } : {}),
    ...(typeof to === 'string' && dayPattern.test(to) ? { to } : {}),
  };
}

/** The same as the API asks for it. */
export function filterParams({ from, to, ...rest }: IncidentSearch): URLSearchParams {
  const sinceMs = startOfDay(from, 0);
  const untilMs = startOfDay(to, 1);
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...rest, sinceMs, untilMs }))
    if (value !== undefined) params.set(name, String(value));
  return params;
}

function startOfDay(text: string | undefined, daysLater: number): number | undefined {
  if (text === undefined) return undefined;
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  const atMs = new Date(year, month - 1, day + daysLater).getTime();
  return Number.isNaN(atMs) ? undefined : atMs;
}
