import { OunceError, type PreventionKind, type Review } from '@ounce/core';
import type { ReviewRecord } from '../../ledger/index.ts';
import { idOf } from '../catalogue/index.ts';
import type { Preventions } from '../preventions/index.ts';
import type { Reviews } from './reviews.ts';

/** What shall come out of a review: a prevention there is, or a new one against its root causes. */
export type Adoption =
  | { readonly preventionId: string }
  | {
      readonly title: string;
      readonly kind: PreventionKind;
      readonly rootCauses: readonly string[];
      readonly owner?: string;
    };

interface AdoptOptions {
  readonly actor: string;
  readonly baseVersion: number;
}

/**
 * Makes a prevention an action of a review. A new one is made first; when the review has been saved by somebody else meanwhile, the
 * prevention stays, and adopting it again finds it.
 */
export async function adoptPrevention(
  { reviews, preventions }: { readonly reviews: Reviews; readonly preventions: Preventions },
  reviewId: string,
  wanted: Adoption,
  options: AdoptOptions,
): Promise<ReviewRecord> {
  const review = reviews.get(reviewId);
  if (review.status === 'finished')
    throw new OunceError('OUNCE_E_RULE', `The review ${reviewId} is finished.`, {
      mend: `Take it up again first: \`ounce pir reopen ${reviewId}\`.`,
    });
  const prevention =
    'preventionId' in wanted
      ? preventions.get(wanted.preventionId)
      : await make(preventions, review, wanted, reviews, options.actor);
  const { id, title, owner } = prevention;
  const there = review.actions.some(({ preventionId }) => preventionId === id);
  const action = { text: title, done: false, preventionId: id, ...(owner ? { owner } : {}) };
  return reviews.save(
    reviewId,
    { ...review, actions: there ? review.actions : [...review.actions, action] },
    options,
  );
}

function make(
  preventions: Preventions,
  { incidentId, id: reviewId }: Review,
  wanted: Exclude<Adoption, { readonly preventionId: string }>,
  reviews: Reviews,
  actor: string,
) {
  const { title, kind, rootCauses, owner = '' } = wanted;
  const type = reviews.incident(incidentId)?.type;
  const fields = { id: idOf(title), title, kind, rootCauses, owner, incidentTypes: type ? [type] : [] };
  return preventions.add(
    {
      ...fields,
      ...{ oldApproach: '', newApproach: [], priority: 'P1', status: 'planned' },
      ...{ checklist: [], services: [], rollouts: [] },
    },
    { actor, reason: `Out of the review ${reviewId}.` },
  );
}
