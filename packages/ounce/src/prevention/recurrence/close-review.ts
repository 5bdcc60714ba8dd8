import { OunceError, type PreventionReviewOutcome } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';

export interface CloseReview {
  readonly preventionId: string;
  readonly recurrenceId: string;
  readonly outcome: PreventionReviewOutcome;
  readonly why: string;
}

/**
 * Ends the second look at a prevention with what is to become of it. The prevention itself is changed by whoever owns it.
 * @throws OUNCE_E_NOT_FOUND when there is no open one.
 */
export async function closePreventionReview(
  { ledger, clock, actor }: { ledger: Ledger; clock: Clock; actor: string },
  review: CloseReview,
): Promise<void> {
  const { preventionId, recurrenceId } = review;
  const open = ledger.query
    .preventionReviews({ recurrenceId })
    .find((each) => each.preventionId === preventionId && each.closedAtMs === undefined);
  if (!open)
    throw new OunceError(
      'OUNCE_E_NOT_FOUND',
      `There is no open review of the prevention "${preventionId}" for ${recurrenceId}.`,
      { mend: 'Look at `ounce recurrence list`; a review that is closed stays closed.' },
    );
  await ledger.append([
    {
      ...{ atMs: clock.nowMs(), actor, subject: `prevention:${preventionId}` },
      ...{ kind: 'prevention.review_closed', data: review },
    },
  ]);
}
