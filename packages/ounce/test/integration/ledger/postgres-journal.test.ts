import { isOunceError } from '@ounce/core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPostgresJournal } from '../../../src/connectors/postgres-journal/index.ts';
import { emptyHead, type Journal, seal } from '../../../src/ports/index.ts';
import { journalContract, note } from '../../../src/ports/journal.contract.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

let postgres: TestPostgres;
let admin: pg.Pool;
let tables = 0;

beforeAll(async () => {
  postgres = await startPostgres();
  admin = new pg.Pool({ connectionString: postgres.url, max: 2 });
  admin.on('error', () => {});
});
afterAll(async () => {
  await admin?.end();
  await postgres?.stop();
});

/** A table of its own for each test, and journals that are closed with it. */
function newTable() {
  tables += 1;
  const table = `Journal ${tables}`;
  const { schema } = postgres;
  const opened: Journal[] = [];
  return {
    schema,
    table,
    quoted: `${schema}."${table}"`,
    async open() {
      const journal = await openPostgresJournal({ connectionString: postgres.url, schema, table });
      opened.push(journal);
      return journal;
    },
    durable: true,
    async dispose() {
      for (const journal of opened) await journal.close();
    },
  };
}

async function expectUnbrokenChain(journal: Journal): Promise<number> {
  let previous = emptyHead;
  for await (const event of journal.read(0)) {
    expect(event).toMatchObject({ seq: previous.seq + 1, hash: seal(previous, event).hash });
    previous = event;
  }
  return previous.seq;
}

journalContract('the journal in a real PostgreSQL', async () => newTable());

describe('several governors on one journal in a real PostgreSQL', () => {
  test('create it at the same moment without a quarrel', async () => {
    const place = newTable();
    const journals = await Promise.all(Array.from({ length: 5 }, () => place.open()));
    await Promise.all(journals.map((journal) => journal.append([note('hello')])));
    expect(await expectUnbrokenChain(journals[0]!)).toBe(5);
    await place.dispose();
  });

  test('append at the same time, and the chain never forks', async () => {
    const place = newTable();
    const journals = await Promise.all([place.open(), place.open(), place.open()]);
    const appended = await Promise.all(
      journals.flatMap((journal, governor) =>
        Array.from({ length: 100 }, async (_, i) => {
          if (i % 10 === 0) await journal.head();
          return journal.append([note(`${governor}: ${i}`), note(`${governor}: ${i} again`)]);
        }),
      ),
    );
    const seqs = appended.flat().map(({ seq }) => seq);
    expect(new Set(seqs).size).toBe(600);
    expect(await expectUnbrokenChain(journals[2]!)).toBe(600);
    await place.dispose();
  });

  test('that expect the same place: exactly one succeeds', async () => {
    const place = newTable();
    const journals = await Promise.all([place.open(), place.open()]);
    const results = await Promise.allSettled(
      journals.map((journal) => journal.append([note('mine')], { expectedSeq: 0 })),
    );
    const [refused] = results.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({ reason: { code: 'OUNCE_E_JOURNAL_CONFLICT' } });
    expect(await expectUnbrokenChain(journals[0]!)).toBe(1);
    await place.dispose();
  });
});

describe('the table in a real PostgreSQL', () => {
  test.each(['update', 'delete', 'truncate'])('refuses %s, even by its owner', async (what) => {
    const place = newTable();
    const journal = await place.open();
    await journal.append([note('a')]);
    const sql = {
      update: `update ${place.quoted} set actor = 'nobody'`,
      delete: `delete from ${place.quoted}`,
      truncate: `truncate ${place.quoted}`,
    }[what]!;
    await expect(admin.query(sql)).rejects.toThrow(/append-only/);
    await place.dispose();
  });

  test('names the missing event when one has been taken out behind the triggers', async () => {
    const place = newTable();
    const journal = await place.open();
    await journal.append(['a', 'b', 'c'].map(note));
    await admin.query(`alter table ${place.quoted} disable trigger append_only`);
    await admin.query(`delete from ${place.quoted} where seq = 2`);
    await expect(expectUnbrokenChain(journal)).rejects.toThrow(/event 2 is missing/);
    await place.dispose();
  });

  test('can be opened by a role that may only read and insert', async () => {
    const place = newTable();
    await place.open();
    const role = `ounce_writer_${process.pid}`;
    await admin.query(`create role ${role} login password 'secret'`);
    await admin.query(`grant usage on schema ${place.schema} to ${role}`);
    await admin.query(`grant select, insert on ${place.quoted} to ${role}`);
    const url = new URL(postgres.url);
    url.username = role;
    url.password = 'secret';
    const { schema, table } = place;
    const journal = await openPostgresJournal({ connectionString: url.href, schema, table });
    await journal.append([note('a')]);
    expect(await expectUnbrokenChain(journal)).toBe(1);
    await journal.close();
    await place.dispose();
    await admin.query(`drop owned by ${role}; drop role ${role}`);
  });
});

describe('when a real PostgreSQL goes away', () => {
  test('connections that were cut are made anew, and nothing acknowledged is lost', async () => {
    const place = newTable();
    const journal = await place.open();
    const acknowledged: number[] = [];
    for (let round = 0; round < 20; round++) {
      const appends = Array.from({ length: 5 }, (_, i) => journal.append([note(`${round} ${i}`)]));
      const cut = admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ounce'`,
      );
      for (const result of await Promise.allSettled(appends)) {
        if (result.status === 'fulfilled') acknowledged.push(...result.value.map(({ seq }) => seq));
        else expect(isOunceError(result.reason)).toBe(true);
      }
      await cut;
    }
    await journal.append([note('after')]);
    expect(await expectUnbrokenChain(journal)).toBeGreaterThanOrEqual(acknowledged.length + 1);
    expect(new Set(acknowledged).size).toBe(acknowledged.length);
    await place.dispose();
  });

  test('a server that is restarted is found again', async ({ skip }) => {
    if (!postgres.restart) skip('the server at DATABASE_URL is not ours to restart');
    const place = newTable();
    const journal = await place.open();
    await journal.append([note('before')]);
    await postgres.restart?.();
    await journal.append([note('after')]);
    expect(await expectUnbrokenChain(journal)).toBe(2);
    await place.dispose();
  });

  test('an address where nobody answers is named, without the password', async () => {
    const connectionString = 'postgres://me:hunter2@127.0.0.1:9/nowhere';
    const error: unknown = await openPostgresJournal({ connectionString }).catch((reason) => reason);
    expect(error).toMatchObject({ code: 'OUNCE_E_JOURNAL_UNAVAILABLE', retry: true });
    expect(String(error)).toContain('127.0.0.1:9/nowhere');
    expect(String(error)).not.toContain('hunter2');
  });
});
