import type { Projection } from './projection.ts';

/** What is pushed to the guard of a service; no row while the config's own section holds. */
export interface GuardSettingsTable {
  service: string;
  /** JSON. */
  settings: string;
  reason: string;
  actor: string;
  at_ms: number;
}

const push = `insert into guard_settings (service, settings, reason, actor, at_ms) values (?, ?, ?, ?, ?)
  on conflict (service) do update set settings = excluded.settings, reason = excluded.reason, actor = excluded.actor,
  at_ms = excluded.at_ms`;

export const projectGuardSettings: Projection = {
  tables: `create table guard_settings (
    service text primary key, settings text not null, reason text not null, actor text not null, at_ms integer not null
  );`,
  on: {
    'guard.settings_pushed': (db, { atMs, actor, data: { service, settings, reason } }) =>
      settings === null
        ? db.run('delete from guard_settings where service = ?', service)
        : db.run(push, service, JSON.stringify(settings), reason, actor, atMs),
  },
};
