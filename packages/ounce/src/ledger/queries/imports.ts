import type { TimeSpan } from '@ounce/core';
import { build, type Database } from '../database.ts';
import type { ImportRecord } from '../incident-records.ts';

const mostImports = 1000;

/** The newest 1,000, oldest first. */
export function imports(db: Database, { source }: { source?: string } = {}): readonly ImportRecord[] {
  let query = build.selectFrom('imports').selectAll().orderBy('seq', 'desc').limit(mostImports);
  if (source !== undefined) query = query.where('source', '=', source);
  return db
    .all(query.compile())
    .reverse()
    .map((row) => ({
      seq: row.seq,
      atMs: row.at_ms,
      actor: row.actor,
      importId: row.import_id,
      source: row.source,
      sinceMs: row.since_ms,
      untilMs: row.until_ms,
      rows: row.rows,
      rejected: row.rejected,
      services: JSON.parse(row.services) as string[],
      unwatched: JSON.parse(row.unwatched) as TimeSpan[],
    }));
}
