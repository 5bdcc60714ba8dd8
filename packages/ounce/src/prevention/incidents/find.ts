import { OunceError } from '@ounce/core';
import type { IncidentRecord, LedgerQueries } from '../../ledger/index.ts';
import { nearestOf } from './incident-types.ts';

/** Among how many of the newest a misspelt id is looked for. */
const looked = 1000;

/** Throws OUNCE_E_NOT_FOUND with the nearest ids. */
export function findIncident(query: LedgerQueries, id: string): IncidentRecord {
  const found = query.incident(id);
  if (found) return found;
  const ids = query.incidents({ limit: looked }).items.map((incident) => incident.id);
  const near = nearestOf(id, ids) || (ids.length > 0 ? `; the newest is ${ids[0]}` : '; there is none yet');
  throw new OunceError('OUNCE_E_NOT_FOUND', `There is no incident ${id}${near}.`, {
    mend: 'Take an id from `ounce incidents list`.',
  });
}
