import type { IncidentFact } from '../../ledger/index.ts';

/** The start of the first incident, and of the first that was told rather than imported. */
export interface FirstIncident {
  readonly firstMs?: number;
  readonly firstToldMs?: number;
}

/** Of each service, and of all together under the empty name. */
export function firstIncidents(facts: Iterable<IncidentFact>): ReadonlyMap<string, FirstIncident> {
  const firsts = new Map<string, { firstMs?: number; firstToldMs?: number }>();
  for (const { service, source, startedAtMs } of facts)
    for (const name of [service, '']) {
      const known = firsts.get(name) ?? {};
      firsts.set(name, known);
      known.firstMs = Math.min(known.firstMs ?? startedAtMs, startedAtMs);
      if (source !== 'import') known.firstToldMs = Math.min(known.firstToldMs ?? startedAtMs, startedAtMs);
    }
  return firsts;
}
