import { createHash } from 'node:crypto';
import type { ImportedIncident } from './imported-incident.ts';

/**
 * Gives each incident the id by which it is known again when the history is read anew: the row's own id, or a hash over what does
 * not change when it is resolved later (type, service, region, start). The second one of the same moment is `-2`, and so on.
 */
export function identifier(source: string): (id: string, incident: ImportedIncident) => ImportedIncident {
  const seen = new Map<string, number>();
  return (id, incident) => {
    if (id !== '') return { ...incident, externalId: `${source}/${id}` };
    const { type, service, region, startedAtMs } = incident;
    const same = JSON.stringify([type, service, region, startedAtMs]);
    const hash = createHash('sha256').update(same).digest('hex').slice(0, 16);
    const nth = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, nth);
    return { ...incident, externalId: `${source}/${hash}${nth === 1 ? '' : `-${nth}`}` };
  };
}
