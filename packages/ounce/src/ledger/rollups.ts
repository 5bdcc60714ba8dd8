import type { ServiceRef } from '@ounce/core';
import { build, Database, readModelError } from './database.ts';

/** What a control did for one service in one hour, counted where it happened and never journaled. */
interface RollupRow extends ServiceRef {
  readonly control: string;
  /** The hour's start, ms since the epoch. */
  readonly hourMs: number;
  readonly holds: number;
  readonly acts: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
}

export type RollupCount = Exclude<keyof RollupRow, 'control' | 'service' | 'region' | 'hourMs'>;

interface RollupFilter {
  readonly control?: string;
  readonly service?: string;
  readonly region?: string;
  /** Bounds on `hourMs`: since ≤ hour < until. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export interface Rollups {
  /** Adds one (or `by`) to a count of the hour that `atMs` lies in. Kept in memory until `flush`. */
  count(control: string, of: ServiceRef, atMs: number, what: RollupCount, by?: number): void;
  /** Writes what has been counted. Called by `rows` and by the ledger's `close` as well. Throws OUNCE_E_READ_MODEL. */
  flush(): void;
  /** Oldest first. */
  rows(filter?: RollupFilter): readonly RollupRow[];
  /** Deletes hours before this one. */
  dropBefore(hourMs: number): void;
}

export interface RollupsTable {
  control: string;
  service: string;
  region: string;
  hour_ms: number;
  holds: number;
  acts: number;
  tp: number;
  fp: number;
  tn: number;
  fn: number;
}

export interface StoredRollups extends Rollups {
  close(): void;
}

const hourMs = 3_600_000;
const countColumns = ['holds', 'acts', 'tp', 'fp', 'tn', 'fn'] as const;
const table = `create table if not exists rollups (
  control text not null, service text not null, region text not null, hour_ms integer not null,
  ${countColumns.map((column) => `${column} integer not null`).join(', ')},
  primary key (control, service, region, hour_ms)
) without rowid`;
const add = `insert into rollups (control, service, region, hour_ms, ${countColumns.join(', ')})
  values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (control, service, region, hour_ms) do update set
  ${countColumns.map((column) => `${column} = ${column} + excluded.${column}`).join(', ')}`;

type Mutable<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** Hourly counts in a file of their own: no journal could bring them back, so a rebuild must not touch them. */
export function openRollups(path: string): StoredRollups {
  const database = open(path);
  const pending = new Map<string, Mutable<RollupRow>>();

  function flush(): void {
    if (pending.size === 0) return;
    try {
      database.transaction(() => {
        for (const row of pending.values()) database.run(add, ...toValues(row));
      });
    } catch (error) {
      throw readModelError(error, `The hourly counts cannot be written to ${path}`);
    }
    pending.clear();
  }

  return {
    count(control, { service, region }, atMs, what, by = 1) {
      const hour = Math.floor(atMs / hourMs) * hourMs;
      const key = `${control}\n${service}\n${region}\n${hour}`;
      let row = pending.get(key);
      if (!row) {
        row = { control, service, region, hourMs: hour, ...noCounts };
        pending.set(key, row);
      }
      row[what] += by;
    },
    flush,
    rows(filter = {}) {
      flush();
      return select(database, filter);
    },
    dropBefore(hour) {
      flush();
      database.run('delete from rollups where hour_ms < ?', hour);
    },
    close() {
      flush();
      database.close();
    },
  };
}

const noCounts: Record<RollupCount, number> = {
  holds: 0,
  acts: 0,
  truePositives: 0,
  falsePositives: 0,
  trueNegatives: 0,
  falseNegatives: 0,
};

function open(path: string): Database {
  try {
    const database = new Database(path);
    database.exec(`pragma journal_mode = wal; pragma synchronous = normal; ${table}`);
    return database;
  } catch (error) {
    throw readModelError(error, `The hourly counts at ${path} cannot be opened`);
  }
}

function toValues(row: RollupRow): (string | number)[] {
  const { control, service, region, holds, acts, truePositives, falsePositives } = row;
  const { trueNegatives, falseNegatives } = row;
  const counts = [holds, acts, truePositives, falsePositives, trueNegatives, falseNegatives];
  return [control, service, region, row.hourMs, ...counts];
}

function select(
  database: Database,
  { control, service, region, sinceMs, untilMs }: RollupFilter,
): RollupRow[] {
  let query = build.selectFrom('rollups').selectAll().orderBy('hour_ms');
  if (control !== undefined) query = query.where('control', '=', control);
  if (service !== undefined) query = query.where('service', '=', service);
  if (region !== undefined) query = query.where('region', '=', region);
  if (sinceMs !== undefined) query = query.where('hour_ms', '>=', sinceMs);
  if (untilMs !== undefined) query = query.where('hour_ms', '<', untilMs);
  return database.all(query.compile()).map((row) => ({
    control: row.control,
    service: row.service,
    region: row.region,
    hourMs: row.hour_ms,
    holds: row.holds,
    acts: row.acts,
    truePositives: row.tp,
    falsePositives: row.fp,
    trueNegatives: row.tn,
    falseNegatives: row.fn,
  }));
}
