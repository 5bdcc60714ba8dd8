import { builtInIncidentTypes, OunceError } from '@ounce/core';
import { distance } from 'fastest-levenshtein';

/** For what comes from outside without a type: counted, and to be corrected by a person. */
export const unclassified = 'unclassified';

const builtInTitles: Readonly<Record<string, string>> = {
  queue_backlog: 'Queue backlog',
  circuit_breaker_open: 'Circuit breaker open',
  latency_spike: 'Latency spike',
  error_rate_spike: 'Error rate spike',
  region_failover: 'Region failover',
  [unclassified]: 'Not classified',
};

/** Every type that an incident may have, with its title. */
export function incidentTypes(
  ownTypes: Readonly<Record<string, string>>,
): readonly { id: string; title: string }[] {
  const ids = [...builtInIncidentTypes, unclassified, ...Object.keys(ownTypes)];
  return [...new Set(ids)].map((id) => ({ id, title: ownTypes[id] ?? builtInTitles[id] ?? id }));
}

/** Throws OUNCE_E_BAD_REQUEST for a type that is neither built in nor in the config, with the nearest one. */
export function checkType(type: string, ownTypes: Readonly<Record<string, string>>): void {
  const ids = incidentTypes(ownTypes).map(({ id }) => id);
  if (ids.includes(type)) return;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `There is no incident type "${type}"${nearestOf(type, ids)}.`, {
    mend: `Use one of ${ids.join(', ')}, or add it to \`incidentTypes\` in the config.`,
  });
}

/** `; the nearest are A, B` for messages; empty when nothing is near. */
export function nearestOf(word: string, known: readonly string[], most = 3): string {
  const near = known
    .map((candidate) => ({ candidate, edits: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(2, Math.ceil(candidate.length / 3)))
    .sort((a, b) => a.edits - b.edits)
    .slice(0, most)
    .map(({ candidate }) => candidate);
  if (near.length === 0) return '';
  return `; the nearest ${near.length === 1 ? 'is' : 'are'} ${near.join(', ')}`;
}
