import type { Projection } from './projection.ts';

export interface IssueLinksTable {
  prevention_id: string;
  /** The newest link, JSON. */
  link: string;
}

const save = `insert into issue_links (prevention_id, link) values (?, ?)
  on conflict (prevention_id) do update set link = excluded.link`;

/** Which issue each prevention is kept in step with, and what both said then. */
export const projectIssueLinks: Projection = {
  tables: 'create table issue_links (prevention_id text primary key, link text not null) without rowid;',
  on: {
    'issue.synced': (db, { data }) => {
      db.run(save, data.preventionId, JSON.stringify(data));
    },
  },
};
