import { OunceError, type TicketCount } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';

/**
 * Keeps how many tickets were opened in each stretch of time.
 * @throws OUNCE_E_BAD_REQUEST for a stretch that ends before it begins; then none is kept.
 */
export async function countTickets(
  { ledger, clock, actor }: { ledger: Ledger; clock: Clock; actor: string },
  counts: readonly TicketCount[],
): Promise<void> {
  for (const { source, sinceMs, untilMs } of counts)
    if (untilMs <= sinceMs)
      throw new OunceError(
        'OUNCE_E_BAD_REQUEST',
        `A count of ${source} ends at ${new Date(untilMs).toISOString()}, before it begins.`,
      );
  const atMs = clock.nowMs();
  await ledger.append(
    counts.map((data) => ({ atMs, actor, subject: `tickets:${data.source}`, kind: 'tickets.counted', data })),
  );
}
