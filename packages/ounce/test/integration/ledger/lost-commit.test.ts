import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openPostgresJournal } from '../../../src/connectors/postgres-journal/index.ts';
import type { Journal } from '../../../src/ports/index.ts';
import { note } from '../../../src/ports/journal.contract.ts';
import { startPostgres, type TestPostgres } from './postgres.ts';

type Cut = 'never' | 'before the commit arrives' | 'before its answer comes back';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres?.stop());

/** Stands between the journal and the server, and cuts the line once at the next commit. */
async function startBreakableLine() {
  let cut: Cut = 'never';
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const { hostname, port } = new URL(postgres.url);
    const far = connect(Number(port), hostname);
    let waitsForAnswer = false;
    const hangUp = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', hangUp).on('close', hangUp);
    }
    near.on('data', (bytes) => {
      const isCommit = cut !== 'never' && bytes.includes('commit\0');
      if (isCommit && cut === 'before the commit arrives') hangUp();
      else far.write(bytes);
      waitsForAnswer = isCommit;
      if (isCommit) cut = 'never';
    });
    far.on('data', (bytes) => (waitsForAnswer ? hangUp() : near.write(bytes)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(postgres.url);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    cutAt: (at: Cut) => {
      cut = at;
    },
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}

const openThrough = (line: { url: string }, table: string) =>
  openPostgresJournal({ connectionString: line.url, schema: postgres.schema, table });

async function textsIn(journal: Journal): Promise<string[]> {
  const texts: string[] = [];
  for await (const event of journal.read(0)) if (event.kind === 'note.added') texts.push(event.data.text);
  return texts;
}

test('a commit whose answer is lost is looked up in the real PostgreSQL, and acknowledged when it was made', async () => {
  const line = await startBreakableLine();
  const journal = await openThrough(line, 'answer_lost');
  line.cutAt('before its answer comes back');
  const [event] = await journal.append([note('once')]);
  expect(event?.seq).toBe(1);
  expect(await textsIn(journal)).toEqual(['once']);
  await journal.close();
  line.close();
});

test('a commit that never reached the real PostgreSQL is refused, and leaves nothing', async () => {
  const line = await startBreakableLine();
  const journal = await openThrough(line, 'commit_lost');
  line.cutAt('before the commit arrives');
  const refused = { code: 'OUNCE_E_JOURNAL_UNAVAILABLE', retry: true };
  await expect(journal.append([note('never')])).rejects.toMatchObject(refused);
  await journal.append([note('after')]);
  expect(await textsIn(journal)).toEqual(['after']);
  await journal.close();
  line.close();
});
