import { isOunceError, type NewEvent } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { dashboardMeasures } from './roadmap-2026.ts';
import { starterPreventions, starterRootCauses } from './starter.ts';
import { starterTargets } from './targets.ts';

/** How many entries were new, and how many were there already and stay as they are. */
export interface CatalogueLoaded {
  readonly rootCauses: { readonly added: number; readonly kept: number };
  readonly preventions: { readonly added: number; readonly kept: number };
  readonly targets: { readonly added: number; readonly kept: number };
}

/**
 * Puts the starter catalogue into the ledger, all of it at once. What is there already, also when it was changed since, stays:
 * loading it twice does nothing.
 */
export async function loadStarterCatalogue(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  actor: string,
): Promise<CatalogueLoaded> {
  for (;;) {
    const expectedSeq = ledger.query.head().seq;
    const rootCauses = starterRootCauses.filter(({ id }) => !ledger.query.rootCause(id));
    const preventions = starterPreventions.filter(
      ({ prevention }) => !ledger.query.prevention(prevention.id),
    );
    const targets = starterTargets.filter(({ id }) => !ledger.query.target(id));
    const common = { atMs: clock.nowMs(), actor };
    const events: NewEvent[] = [
      ...rootCauses.map((rootCause) => ({
        ...common,
        subject: `root-cause:${rootCause.id}`,
        kind: 'root_cause.saved' as const,
        data: { rootCause },
      })),
      ...targets.map((target) => ({
        ...common,
        subject: `target:${target.id}`,
        kind: 'target.saved' as const,
        data: { target },
      })),
      ...preventions.flatMap(({ prevention, says }) => [
        {
          ...common,
          subject: `prevention:${prevention.id}`,
          kind: 'prevention.saved' as const,
          data: { prevention, ...(says ? { reason: says } : {}) },
        },
        ...measuresOf(prevention.id).map((text) => ({
          ...common,
          subject: `prevention:${prevention.id}`,
          kind: 'note.added' as const,
          data: { text },
        })),
      ]),
    ];
    try {
      if (events.length > 0) await ledger.append(events, { expectedSeq });
      return {
        rootCauses: count(rootCauses.length, starterRootCauses.length),
        preventions: count(preventions.length, starterPreventions.length),
        targets: count(targets.length, starterTargets.length),
      };
    } catch (error) {
      // Somebody else has written in between, perhaps the same entries.
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT') throw error;
      await ledger.catchUp();
    }
  }
}

const count = (added: number, all: number) => ({ added, kept: all - added });

const measuresOf = (id: string) =>
  dashboardMeasures.filter((measure) => measure.id === id).map(({ says }) => `Dashboard: ${says}`);
