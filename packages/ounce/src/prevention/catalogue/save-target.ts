import { builtInIncidentTypes, customersTarget, OunceError, type Target } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { saveVersioned } from '../save-versioned.ts';

/** Null takes a figure away; what is not named stays. */
type TargetChanges = {
  readonly [Field in keyof Omit<Target, 'id' | 'version' | 'claimed'>]?: number | null | undefined;
};

interface SaveTarget {
  readonly id: string;
  readonly changes: TargetChanges;
  /** The version that was read; without it the change is made to what is there. */
  readonly baseVersion?: number | undefined;
  /** Incident types of the team's own. */
  readonly ownTypes: readonly string[];
  readonly actor: string;
}

const ofType: readonly (keyof TargetChanges)[] = ['incidentsPerMonth', 'minutesToRecover'];

/** @throws OUNCE_E_BAD_REQUEST for what nobody aims at there, OUNCE_E_VERSION_CONFLICT when somebody else was faster. */
export async function saveTarget(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  { id, changes, baseVersion, ownTypes, actor }: SaveTarget,
): Promise<Target> {
  const types: readonly string[] = [...builtInIncidentTypes, ...ownTypes];
  if (id !== customersTarget && !types.includes(id))
    throw new OunceError('OUNCE_E_BAD_REQUEST', `${JSON.stringify(id)} is no incident type.`, {
      mend: `Known are: ${types.join(', ')}; and ${customersTarget} for all of them together.`,
    });
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  const wrong = given.find(
    ([field]) => ofType.includes(field as keyof TargetChanges) === (id === customersTarget),
  );
  if (wrong)
    throw new OunceError('OUNCE_E_BAD_REQUEST', `${wrong[0]} is not a target of ${id}.`, {
      mend: `Types have ${ofType.join(' and ')}; the others belong to ${customersTarget}.`,
    });
  const current = () => ledger.query.target(id);
  await saveVersioned(ledger, {
    ...{ what: `target ${id}`, current, baseVersion: baseVersion ?? current()?.version ?? 0 },
    event: (before) => {
      const merged = { ...before, ...Object.fromEntries(given) };
      const kept = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
      const target: Target = { ...kept, id, version: (before?.version ?? 0) + 1 };
      return { atMs: clock.nowMs(), actor, subject: `target:${id}`, kind: 'target.saved', data: { target } };
    },
  });
  return current()!;
}
