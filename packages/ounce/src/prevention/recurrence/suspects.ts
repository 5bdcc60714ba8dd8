import type { Recurrence, RootCause } from '@ounce/core';
import type { IncidentRecord, Ledger, PreventionRecord } from '../../ledger/index.ts';

const mostNamed = 3;
const mostLookedAt = 1000;

interface Suspect {
  readonly prevention: PreventionRecord;
  readonly why: string;
  /** Smaller is likelier. */
  readonly rank: number;
  readonly sinceMs: number;
}

/**
 * Which preventions should have stopped the newest of these incidents, the likeliest first: those against a root cause that
 * a review of one of them has found, then those against the type. Each was done, and protected the service, before it began.
 */
export function suspects({ query }: Ledger, incidents: readonly IncidentRecord[]): Recurrence['preventions'] {
  const newest = incidents.at(-1)!;
  const causes = new Map<string, { readonly cause: RootCause | undefined; readonly incidentId: string }>();
  for (const { id } of incidents) {
    const review = query.reviewOf(id);
    for (const rootCause of review?.status === 'finished' ? review.rootCauses : [])
      causes.set(rootCause, { cause: query.rootCause(rootCause), incidentId: id });
  }
  const found = new Map<string, Suspect>();
  const add = (prevention: PreventionRecord, rank: number, against: string) => {
    const sinceMs = protectedSince(prevention, newest);
    if (sinceMs === undefined || found.has(prevention.id)) return;
    const verified = prevention.status === 'verified' ? ' and was verified' : '';
    const why = `It is against ${against}, has protected ${newest.service} since ${day(sinceMs)}${verified}.`;
    found.set(prevention.id, { prevention, why, rank: rank - (verified ? 0.5 : 0), sinceMs });
  };
  for (const [rootCause, { cause, incidentId }] of causes)
    for (const prevention of query.completedPreventions({ rootCause, limit: mostLookedAt }).items)
      add(
        prevention,
        0,
        `the root cause "${cause?.title ?? rootCause}", which the review of ${incidentId} has found`,
      );
  const ofType = query.completedPreventions({ incidentType: newest.type, limit: mostLookedAt }).items;
  for (const prevention of ofType) add(prevention, 1, `incidents of type ${newest.type}`);
  return [...found.values()]
    .sort((a, b) => a.rank - b.rank || b.sinceMs - a.sinceMs)
    .slice(0, mostNamed)
    .map(({ prevention, why }) => ({ id: prevention.id, why }));
}

/** When it began to protect the incident's service; undefined when it did not, or not yet. */
function protectedSince(
  { services, rollouts, completedAtMs, status }: PreventionRecord,
  { service, startedAtMs }: IncidentRecord,
): number | undefined {
  if (status !== 'complete' && status !== 'verified') return undefined;
  const rollout = rollouts.find((each) => each.service === service);
  if (!rollout && services.length > 0 && !services.includes(service)) return undefined;
  const sinceMs = rollout?.atMs ?? completedAtMs;
  return sinceMs !== undefined && sinceMs <= startedAtMs ? sinceMs : undefined;
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
