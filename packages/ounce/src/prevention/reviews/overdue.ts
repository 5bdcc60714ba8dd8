import { isOunceError } from '@ounce/core';
import type { IncidentRecord, Ledger, OverdueRecord } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';

/** How long people have for the review of a severe incident, from its resolution, or from its start while it is open. */
const reviewDueAfterMs = 24 * 3_600_000;

/** When the review of an incident is due; undefined for those that need none. */
export function reviewDueAtMs(incident: IncidentRecord): number | undefined {
  const { severity, drill, source, startedAtMs, resolvedAtMs } = incident;
  if (severity > 2 || drill || source === 'import') return undefined;
  return (resolvedAtMs ?? startedAtMs) + reviewDueAfterMs;
}

export interface OverdueReview extends OverdueRecord {
  readonly dueAtMs: number;
}

/** What is left is said the next time. */
const mostAtOnce = 1_000;
/** Beyond this they are only said to be so many or more. */
export const mostOverdueCounted = 1_000;

/** Incidents of severity 1 and 2 whose review should be finished by now; the longest overdue first. */
export function overdueReviews(
  ledger: Ledger,
  nowMs: number,
  { limit, untold = false }: { readonly limit: number; readonly untold?: boolean },
): readonly OverdueReview[] {
  return ledger.query
    .overdueReviews({ endedBeforeMs: nowMs - reviewDueAfterMs, limit, untold })
    .flatMap((record) => {
      const dueAtMs = reviewDueAtMs(record.incident);
      return dueAtMs === undefined ? [] : [{ ...record, dueAtMs }];
    });
}

/** How many there are, up to `mostOverdueCounted`. */
export function overdueReviewCount(ledger: Ledger, nowMs: number): number {
  return ledger.query.overdueCount({ endedBeforeMs: nowMs - reviewDueAfterMs, limit: mostOverdueCounted });
}

/**
 * Says of each overdue review once, in the journal, that it is: also with several governors, as each appends only on top of what
 * it has read. Returns how many were said now.
 */
export async function remindOfReviews({
  ledger,
  clock,
}: {
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Promise<number> {
  const nowMs = clock.nowMs();
  const expectedSeq = ledger.query.head().seq;
  const fresh = overdueReviews(ledger, nowMs, { limit: mostAtOnce, untold: true });
  if (fresh.length === 0) return 0;
  try {
    await ledger.append(
      fresh.map(({ incident, dueAtMs }) => ({
        ...{ atMs: nowMs, actor: 'governor', subject: `incident:${incident.id}` },
        kind: 'review.overdue' as const,
        data: { incidentId: incident.id, dueAtMs },
      })),
      { expectedSeq },
    );
    return fresh.length;
  } catch (error) {
    // Somebody has written in between, perhaps the same: the next round looks again.
    if (isOunceError(error) && error.code === 'OUNCE_E_JOURNAL_CONFLICT') return 0;
    throw error;
  }
}
