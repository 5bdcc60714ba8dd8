import { wholeSeconds } from './accounting.ts';
import { type AccountingQuery, accountingQuerySchema } from './accounting-query.ts';
import { createBatcher } from './batcher.ts';
import { databaseUrl, readDatabaseSource } from './database-url.ts';
import { createHandledMessages, type HandledMessages, statementTimeoutMs } from './handled-messages.ts';
import { messageOf } from './log.ts';
import { type Message, messageSchema } from './message.ts';
import { createCounter } from './metrics.ts';
import { untilItWorks } from './retry.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

const maxStoreBatch = 200;

function read(reader: SettingsReader) {
  return { database: readDatabaseSource(reader) };
}

const dependencies = () => ({
  postgres: { budgetMs: statementTimeoutMs, retry: null, unguardedTimeoutMs: statementTimeoutMs },
});

/** HTTP in, SQL out: `POST /handled` stores a message once, `GET /accounting` says how many there are. */
function createConnector({
  app,
  registry,
  log,
  instance,
  settings,
  guard: { guard, isOn },
}: ServiceContext<ReturnType<typeof read>>) {
  let table: HandledMessages | undefined;
  const handled = () => {
    if (table === undefined) throw new Error('the database is not connected');
    return table;
  };
  const repeats = createCounter(
    registry,
    'fleet_messages_repeated_total',
    'Messages that came again after they had been stored, and were counted once.',
  );
  const stores = createBatcher<Message, boolean>((messages) => handled().store(messages), maxStoreBatch);

  app.post<{ Body: Message }>('/handled', { schema: { body: messageSchema } }, async ({ body }, reply) => {
    try {
      const repeated = await stores.add(body);
      if (repeated) repeats.inc();
      return { id: body.id, repeated };
    } catch (error) {
      return reply.code(503).send({ error: 'not_stored', message: messageOf(error) });
    }
  });
  app.get<{ Querystring: AccountingQuery }>(
    '/accounting',
    { schema: { querystring: accountingQuerySchema } },
    async ({ query: { run, beforeMs } }) => {
      const sentBeforeMs = wholeSeconds(beforeMs);
      return handled().accounting({
        ...(run === undefined ? {} : { run }),
        ...(sentBeforeMs === undefined ? {} : { sentBeforeMs }),
      });
    },
  );

  return {
    async begin(signal: AbortSignal) {
      const url = await databaseUrl(settings.database, log, signal);
      const connected = createHandledMessages({
        url,
        instance,
        guarded: (pool) => (isOn() ? guard.pg(pool) : pool),
        onError: (error) => log('database_error', { reason: messageOf(error) }, 'warn'),
      });
      await untilItWorks('the database', log, signal, () => connected.prepare());
      table = connected;
    },
    dependencies: { database: async () => handled().ping() },
    close: async () => table?.close(),
  };
}

await runService({ name: 'database-connector', readSettings: read, dependencies, create: createConnector });
