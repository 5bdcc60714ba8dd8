import { build, type Database } from '../database.ts';
import type { GuardSettingsRecord } from '../records.ts';

export function guardSettings(db: Database, service: string): GuardSettingsRecord | undefined {
  const query = build.selectFrom('guard_settings').selectAll().where('service', '=', service);
  const row = db.first(query.compile());
  if (!row) return undefined;
  const { settings, reason, actor, at_ms: atMs } = row;
  return { service, settings: JSON.parse(settings), reason, actor, atMs };
}
