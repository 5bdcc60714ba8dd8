import type { Role } from '@ounce/core';
import type { Selectable } from 'kysely';
import { build, type Database } from '../database.ts';
import type { TokensTable } from '../projections/project-tokens.ts';
import type { TokenRecord } from '../records.ts';
import { present } from './paging.ts';

export function tokens(db: Database): readonly TokenRecord[] {
  return db
    .all(build.selectFrom('tokens').selectAll().orderBy('created_at_ms').orderBy('id').compile())
    .map(toRecord);
}

export function tokenByHash(db: Database, sha256: string): TokenRecord | undefined {
  const query = build
    .selectFrom('tokens')
    .selectAll()
    .where('sha256', '=', sha256)
    .where('revoked_at_ms', 'is', null);
  const row = db.first(query.compile());
  return row && toRecord(row);
}

function toRecord(row: Selectable<TokensTable>): TokenRecord {
  return {
    id: row.id,
    role: row.role as Role,
    sha256: row.sha256,
    label: row.label,
    createdAtMs: row.created_at_ms,
    ...present({ revokedAtMs: row.revoked_at_ms }),
  };
}
