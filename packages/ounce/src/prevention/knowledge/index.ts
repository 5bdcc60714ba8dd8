import type { KnowledgeAsked, KnowledgeHit, Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';

/** The same question in vain counts once in this time: somebody who types it again has not found another gap. */
const sameGapMs = 3_600_000;
const longestKept = 200;

/** Searches the knowledge base, and keeps what nobody has written about. */
export async function searchKnowledge(
  { ledger, clock }: { readonly ledger: Ledger; readonly clock: Clock },
  asked: KnowledgeAsked,
  actor: string,
): Promise<readonly KnowledgeHit[]> {
  const hits = ledger.query.knowledge(asked);
  const query = asked.query.trim().toLowerCase().replace(/\s+/g, ' ').slice(0, longestKept);
  if (hits.length > 0 || query.length < 3) return hits;
  const { field } = asked;
  const nowMs = clock.nowMs();
  const known = ledger.query.knowledgeGaps().find((gap) => gap.field === field && gap.query === query);
  if (known && nowMs - known.lastAtMs < sameGapMs) return hits;
  await ledger.append([
    { atMs: nowMs, actor, subject: 'fleet', kind: 'knowledge.missed', data: { field, query } },
  ]);
  return hits;
}
