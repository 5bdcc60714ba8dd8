import type { Projection } from './projection.ts';

export interface NotesTable {
  seq: number;
  at_ms: number;
  actor: string;
  subject: string;
  text: string;
}

const add = 'insert into notes (seq, at_ms, actor, subject, text) values (?, ?, ?, ?, ?)';

export const projectNotes: Projection = {
  tables: `create table notes (
    seq integer primary key, at_ms integer not null, actor text not null, subject text not null, text text not null
  );`,
  indexes: ['create index notes_by_subject on notes (subject, seq)'],
  on: {
    'note.added': (db, { seq, atMs, actor, subject, data }) => {
      db.run(add, seq, atMs, actor, subject, data.text);
    },
  },
};
