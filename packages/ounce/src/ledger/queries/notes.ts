import { build, type Database } from '../database.ts';
import type { NoteRecord, Page, Paging } from '../records.ts';
import { limitOf, pageOf, seqCursor } from './paging.ts';

export function notes(db: Database, filter: Paging & { subject?: string } = {}): Page<NoteRecord> {
  const limit = limitOf(filter);
  const before = seqCursor(filter.cursor);
  let query = build
    .selectFrom('notes')
    .selectAll()
    .orderBy('seq', 'desc')
    .limit(limit + 1);
  if (filter.subject !== undefined) query = query.where('subject', '=', filter.subject);
  if (before !== undefined) query = query.where('seq', '<', before);
  return pageOf(
    db.all(query.compile()),
    limit,
    ({ at_ms: atMs, ...row }): NoteRecord => ({ ...row, atMs }),
    ({ seq }) => String(seq),
  );
}
