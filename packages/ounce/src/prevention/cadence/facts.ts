import type { IncidentType } from '@ounce/core';
import type { IncidentRecord, Ledger, PreventionRecord } from '../../ledger/index.ts';

const mostIncidents = 100_000;

/** Real incidents that started in [since, until), newest first. */
export function incidentsIn(
  { query }: Pick<Ledger, 'query'>,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): readonly IncidentRecord[] {
  const found: IncidentRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = query.incidents({
      sinceMs,
      untilMs,
      drill: false,
      limit: 1000,
      ...(cursor ? { cursor } : {}),
    });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && found.length < mostIncidents);
  return found;
}

/** Every prevention that was not given up. */
export function livePreventions({ query }: Pick<Ledger, 'query'>): readonly PreventionRecord[] {
  const found: PreventionRecord[] = [];
  let cursor: string | undefined;
  do {
    const page = query.preventions({ limit: 1000, ...(cursor ? { cursor } : {}) });
    found.push(...page.items.filter(({ status }) => status !== 'retired'));
    cursor = page.next;
  } while (cursor !== undefined);
  return found;
}

export function countByType(incidents: readonly IncidentRecord[]): Map<IncidentType, number> {
  const counts = new Map<IncidentType, number>();
  for (const { type } of incidents) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** The experiment that verifies a prevention, and how it ended when it was last tried in [since, until). */
export function drillOf(
  { query }: Pick<Ledger, 'query'>,
  scenario: string,
  { sinceMs, untilMs }: { sinceMs: number; untilMs: number },
): { readonly atMs: number; readonly verdict: string } | undefined {
  const found = query
    .experiments({ scenario, limit: 1000 })
    .items.find(({ startedAtMs, verdict }) => verdict && startedAtMs >= sinceMs && startedAtMs < untilMs);
  return found?.verdict && { atMs: found.startedAtMs, verdict: found.verdict.kind };
}

/** Minutes of resolved ones; the middle value. */
export function medianMinutes(incidents: readonly IncidentRecord[]): number | undefined {
  const minutes = incidents
    .flatMap(({ startedAtMs, resolvedAtMs }) =>
      resolvedAtMs === undefined ? [] : [(resolvedAtMs - startedAtMs) / 60_000],
    )
    .sort((a, b) => a - b);
  const middle = minutes.length >> 1;
  if (minutes.length === 0) return undefined;
  return minutes.length % 2 === 1 ? minutes[middle] : (minutes[middle - 1]! + minutes[middle]!) / 2;
}
