import { DatabaseSync } from 'node:sqlite';
import { OunceError, type Window } from '@ounce/core';
import type { Coverage, History, SeriesRef, Span } from './history.ts';
import { fromBytes, HourBlock, type HourSummary, hourMs, hourOf } from './hour-block.ts';

/** Raised when the columns mean something else than before; an older file is then put aside by hand. */
const version = 1;
const schema = `pragma journal_mode = wal; pragma synchronous = normal; pragma user_version = ${version};
create table if not exists hours (
  service text not null, region text not null, series text not null, hour_ms integer not null,
  count integer not null, mean real not null, min real not null, max real not null, readings blob,
  primary key (service, region, series, hour_ms)
) without rowid`;
const write = `insert into hours values (?, ?, ?, ?, ?, ?, ?, ?, ?)
  on conflict (service, region, series, hour_ms) do update set
  count = excluded.count, mean = excluded.mean, min = excluded.min, max = excluded.max, readings = excluded.readings`;
const ofSeries = 'service = ? and region = ? and series = ?';

interface Row {
  readonly hour_ms: number;
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
  readonly readings: Uint8Array | null;
}

interface Open {
  readonly of: SeriesRef;
  readonly block: HourBlock;
}

/** A SQLite file; `:memory:` for tests. Throws OUNCE_E_READ_MODEL when it cannot be opened. */
export function openHistory(path: string): History {
  const db = attempt(path, () => {
    const opened = new DatabaseSync(path, { timeout: 1000 });
    opened.exec(schema);
    return opened;
  });
  const statements = {
    write: db.prepare(write),
    one: db.prepare(`select * from hours where ${ofSeries} and hour_ms = ?`),
    span: db.prepare(
      `select * from hours where ${ofSeries} and hour_ms > ? and hour_ms < ? order by hour_ms`,
    ),
    coverage:
      db.prepare(`select service, region, series, min(hour_ms) as since, max(hour_ms) as newest, count(*) as hours,
      sum(count) as readings from hours group by service, region, series`),
    dropReadings: db.prepare('update hours set readings = null where hour_ms <= ? and readings is not null'),
    dropHours: db.prepare('delete from hours where hour_ms <= ?'),
  };
  /** The hours being written, by series and hour. */
  const open = new Map<string, Open>();

  function blockOf(of: SeriesRef, atMs: number): HourBlock {
    const startMs = hourOf(atMs);
    const key = `${of.service}\n${of.region}\n${of.series}\n${startMs}`;
    let found = open.get(key);
    if (!found) {
      const row = statements.one.get(of.service, of.region, of.series, startMs) as Row | undefined;
      const kept = row?.readings ? fromBytes(startMs, row.readings) : undefined;
      found = { of, block: new HourBlock(startMs, kept) };
      open.set(key, found);
    }
    return found.block;
  }

  function flush(): void {
    const changed = [...open.values()].filter(({ block }) => block.changed);
    if (changed.length > 0) attempt(path, () => save(changed));
    const newest = Math.max(...changed.map(({ block }) => block.startMs));
    for (const [key, { block }] of open) {
      block.changed = false;
      // An hour that time has left is not written to again, except by a late reading, which loads it anew.
      if (block.startMs < newest) open.delete(key);
    }
  }

  function save(changed: readonly Open[]): void {
    db.exec('begin');
    try {
      for (const { of, block } of changed) {
        const { count, mean, min, max } = block.summary();
        const key = [of.service, of.region, of.series, block.startMs] as const;
        statements.write.run(...key, count, mean, min, max, block.toBytes());
      }
      db.exec('commit');
    } catch (error) {
      if (db.isTransaction) db.exec('rollback');
      throw error;
    }
  }

  const rows = ({ service, region, series }: SeriesRef, { sinceMs, untilMs }: Span) => {
    flush();
    return statements.span.all(service, region, series, sinceMs - hourMs, untilMs) as unknown as Row[];
  };

  return {
    record: (of, atMs, value) =>
      Number.isFinite(atMs) && Number.isFinite(value) && blockOf(of, atMs).add(atMs, value),
    flush,
    readings: (of, span) => joined(rows(of, span), span),
    hours: (of, span) =>
      rows(of, span)
        .filter(({ hour_ms }) => hour_ms >= span.sinceMs)
        .map(toSummary),
    coverage(wanted = {}) {
      flush();
      const all = statements.coverage.all() as unknown as CoverageRow[];
      return all.map(toCoverage).filter((found) => matches(found, wanted));
    },
    dropBefore({ readingsMs, hoursMs }) {
      flush();
      statements.dropReadings.run(readingsMs - hourMs);
      statements.dropHours.run(hoursMs - hourMs);
    },
    close() {
      flush();
      db.close();
    },
  };
}

interface CoverageRow extends SeriesRef {
  readonly since: number;
  readonly newest: number;
  readonly hours: number;
  readonly readings: number;
}

function toCoverage({ since, newest, ...row }: CoverageRow): Coverage {
  return { ...row, sinceMs: since, untilMs: newest + hourMs };
}

function matches(found: Coverage, wanted: Partial<SeriesRef>): boolean {
  return (['service', 'region', 'series'] as const).every(
    (name) => wanted[name] === undefined || wanted[name] === found[name],
  );
}

function toSummary({ hour_ms, count, mean, min, max }: Row): HourSummary {
  return { hourMs: hour_ms, count, mean, min, max };
}

function joined(rows: readonly Row[], { sinceMs, untilMs }: Span): Window {
  const timesMs: number[] = [];
  const values: number[] = [];
  for (const { hour_ms, readings } of rows) {
    if (!readings) continue;
    const block = fromBytes(hour_ms, readings);
    for (let i = 0; i < block.timesMs.length; i++) {
      const atMs = block.timesMs[i]!;
      if (atMs < sinceMs || atMs >= untilMs) continue;
      timesMs.push(atMs);
      values.push(block.values[i]!);
    }
  }
  return { timesMs: Float64Array.from(timesMs), values: Float64Array.from(values) };
}

function attempt<Result>(path: string, work: () => Result): Result {
  try {
    return work();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OunceError('OUNCE_E_READ_MODEL', `The recorded readings at ${path} cannot be used: ${reason}`, {
      mend: 'Make room on the disk, or move the file away: a new one is begun at the next start.',
      cause,
    });
  }
}
