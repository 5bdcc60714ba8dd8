import type { IncidentCorrection, IncidentView } from '../../api/types.ts';
import { fromLocalInput, toLocalInput } from './moment.ts';

export const timeFields = {
  startedAtMs: 'Started',
  detectedAtMs: 'Noticed',
  acknowledgedAtMs: 'Acknowledged',
  mitigatedAtMs: 'Mitigated',
  resolvedAtMs: 'Resolved',
} as const;

type TimeField = keyof typeof timeFields;

/** What the form holds: text, as its fields do. */
export type Draft = Readonly<
  Record<'type' | 'severity' | 'service' | 'region' | 'summary' | 'customersAffected' | TimeField, string>
>;

const times = Object.keys(timeFields) as TimeField[];

export function draftOf(incident: IncidentView): Draft {
  const { type, severity, service, region, summary, customersAffected } = incident;
  const moments = times.map((field) => {
    const atMs = incident[field];
    return [field, atMs === undefined ? '' : toLocalInput(atMs)];
  });
  return {
    ...{ type, service, region, summary, severity: String(severity) },
    customersAffected: customersAffected === undefined ? '' : String(customersAffected),
    ...(Object.fromEntries(moments) as Record<TimeField, string>),
  };
}

/** What differs from the incident. Fields of time have no milliseconds: one that was not touched is no change. */
export function whatChanged(incident: IncidentView, draft: Draft): IncidentCorrection['changes'] {
  const before = draftOf(incident);
  const changes: Record<string, string | number> = {};
  for (const [field, text] of Object.entries(draft) as [keyof Draft, string][]) {
    if (text === before[field] || text.trim() === '') continue;
    const value = fieldValue(field, text.trim());
    if (value !== undefined) changes[field] = value;
  }
  return changes as IncidentCorrection['changes'];
}

function fieldValue(field: keyof Draft, text: string): string | number | undefined {
  if (field in timeFields) return fromLocalInput(text);
  return field === 'severity' || field === 'customersAffected' ? Number(text) : text;
}
