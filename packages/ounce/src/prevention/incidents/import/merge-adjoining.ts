import type { Severity } from '@ounce/core';
import type { ImportedIncident } from './imported-incident.ts';

/**
 * Puts together what a monitor wrote as several rows: a change between "down" and "degraded" ends one row and begins the next, but
 * for its users it is one incident. Rows of the same type, service and region are one when the next begins within `gapMs` of
 * the end of the one before; the worst severity counts. In the order of their starts.
 */
export function mergeAdjoining(incidents: readonly ImportedIncident[], gapMs: number): ImportedIncident[] {
  const lastOf = new Map<string, number>();
  const merged: ImportedIncident[] = [];
  for (const incident of [...incidents].sort((a, b) => a.startedAtMs - b.startedAtMs)) {
    const key = JSON.stringify([incident.type, incident.service, incident.region, incident.drill]);
    const at = lastOf.get(key);
    const before = at === undefined ? undefined : merged[at]!;
    if (at !== undefined && before && adjoins(before, incident, gapMs))
      merged[at] = together(before, incident);
    else lastOf.set(key, merged.push(incident) - 1);
  }
  return merged;
}

function adjoins(
  { resolvedAtMs }: ImportedIncident,
  { startedAtMs }: ImportedIncident,
  gapMs: number,
): boolean {
  if (resolvedAtMs === undefined) return false;
  const gap = startedAtMs - resolvedAtMs;
  return gap >= 0 && gap <= gapMs;
}

function together(first: ImportedIncident, next: ImportedIncident): ImportedIncident {
  const { resolvedAtMs: _, ...open } = first;
  const worst = first.severity <= next.severity ? first : next;
  return {
    ...open,
    severity: Math.min(first.severity, next.severity) as Severity,
    summary: worst.summary,
    ...(next.resolvedAtMs === undefined ? {} : { resolvedAtMs: next.resolvedAtMs }),
  };
}
