import type { Projection } from './projection.ts';

export interface TokensTable {
  id: string;
  role: string;
  sha256: string;
  label: string;
  created_at_ms: number;
  revoked_at_ms: number | null;
}

const create = `insert into tokens (id, role, sha256, label, created_at_ms) values (?, ?, ?, ?, ?) on conflict (id) do nothing`;
const revoke = 'update tokens set revoked_at_ms = ? where id = ? and revoked_at_ms is null';

export const projectTokens: Projection = {
  tables: `create table tokens (
    id text primary key, role text not null, sha256 text not null, label text not null,
    created_at_ms integer not null, revoked_at_ms integer
  ) without rowid;
  create index tokens_by_hash on tokens (sha256);`,
  on: {
    'token.created': (db, { atMs, data }) => {
      db.run(create, data.tokenId, data.role, data.sha256, data.label, atMs);
    },
    'token.revoked': (db, { atMs, data }) => db.run(revoke, atMs, data.tokenId),
  },
};
