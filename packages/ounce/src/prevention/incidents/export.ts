import { setImmediate as turn } from 'node:timers/promises';
import type { IncidentFilter, IncidentRecord, LedgerQueries } from '../../ledger/index.ts';
import { csvLine } from './csv.ts';

export const exportFormats = ['csv', 'json', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

const columns = [
  ...['id', 'type', 'service', 'region', 'severity', 'drill', 'summary', 'startedAt', 'detectedAt'],
  ...['acknowledgedAt', 'mitigatedAt', 'resolvedAt', 'customersAffected', 'source', 'externalId'],
] as const;

const pageSize = 1000;

/**
 * All incidents that a filter finds, newest first, in pieces of text: reads page by page and gives way between pages. Each page is
 * consistent in itself; what changes meanwhile may or may not be in it.
 */
export async function* exportIncidents(
  query: LedgerQueries,
  filter: Omit<IncidentFilter, 'limit' | 'cursor'>,
  format: ExportFormat,
): AsyncGenerator<string, void> {
  if (format === 'csv') yield csvLine(columns);
  if (format === 'json') yield '[';
  let cursor: string | undefined;
  let between = '';
  do {
    const page = query.incidents({ ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) });
    if (format === 'json') {
      for (const incident of page.items) {
        yield `${between}\n${JSON.stringify(readable(incident))}`;
        between = ',';
      }
    } else yield page.items.map((incident) => line(incident, format)).join('');
    cursor = page.next;
    await turn();
  } while (cursor !== undefined);
  if (format === 'json') yield '\n]\n';
}

function line(incident: IncidentRecord, format: 'csv' | 'ndjson'): string {
  const row = readable(incident);
  return format === 'csv' ? csvLine(columns.map((column) => row[column])) : `${JSON.stringify(row)}\n`;
}

/** As people and other programs read it: times as ISO 8601. */
function readable(incident: IncidentRecord): Partial<Record<string, string | number | boolean>> {
  const time = (atMs: number | undefined) => (atMs === undefined ? undefined : new Date(atMs).toISOString());
  const { startedAtMs, detectedAtMs, acknowledgedAtMs, mitigatedAtMs, resolvedAtMs } = incident;
  return {
    id: incident.id,
    type: incident.type,
    service: incident.service,
    region: incident.region,
    severity: incident.severity,
    drill: incident.drill,
    summary: incident.summary,
    startedAt: time(startedAtMs),
    detectedAt: time(detectedAtMs),
    acknowledgedAt: time(acknowledgedAtMs),
    mitigatedAt: time(mitigatedAtMs),
    resolvedAt: time(resolvedAtMs),
    customersAffected: incident.customersAffected,
    source: incident.source,
    externalId: incident.externalId,
  };
}
