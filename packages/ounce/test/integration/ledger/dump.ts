import { copyFileSync, existsSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';

/**
 * Every row of every table and the SQL of every table and index, in an order of its own: equal dumps, equal read models.
 * Of a copy with its write-ahead log, because a ledger keeps its file to itself.
 */
export function dump(path: string): string[] {
  const copy = `${path}.dump`;
  copyFileSync(path, copy);
  if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${copy}-wal`);
  const database = new DatabaseSync(copy);
  try {
    const objects = database.prepare('select type, name, sql from sqlite_schema order by type, name').all();
    return objects.flatMap(({ type, name, sql }) => {
      if (type !== 'table') return [String(sql)];
      const rows = database.prepare(`select * from "${name}"`).all();
      return [String(sql), ...rows.map((row) => `${name} ${JSON.stringify(row)}`).sort()];
    });
  } finally {
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${copy}${suffix}`, { force: true });
  }
}
