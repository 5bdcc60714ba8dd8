import { OunceError, type RootCause } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { saveVersioned } from '../save-versioned.ts';
import { idOf } from './strategy.ts';

/**
 * Adds a root cause under an id made of its title.
 * @throws OUNCE_E_VERSION_CONFLICT when the catalogue has it, OUNCE_E_BAD_REQUEST when the title has no letter to make an id of.
 */
export async function addRootCause(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { title, incidentType, says }: Pick<RootCause, 'title' | 'incidentType' | 'says'>,
  actor: string,
): Promise<RootCause> {
  const id = idOf(title);
  if (id === '')
    throw new OunceError('OUNCE_E_BAD_REQUEST', `No id can be made of the title ${JSON.stringify(title)}.`);
  const rootCause: RootCause = { id, version: 1, incidentType, title, ...(says ? { says } : {}) };
  await saveVersioned(ledger, {
    what: `root cause ${id}`,
    current: () => ledger.query.rootCause(id),
    baseVersion: 0,
    event: () => ({
      atMs: clock.nowMs(),
      actor,
      subject: `root-cause:${id}`,
      kind: 'root_cause.saved',
      data: { rootCause },
    }),
  });
  return rootCause;
}
