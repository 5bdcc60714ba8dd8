import { setTimeout as delay } from 'node:timers/promises';
import { Rejection } from '@ounce/guard';
import { type CallLimit, createHttpClient, expectOk } from './http-client.ts';
import { messageOf } from './log.ts';
import { type Message, messageSchema } from './message.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

function read(reader: SettingsReader) {
  return {
    databaseConnectorUrl: reader.url('DATABASE_CONNECTOR_URL', 'http://127.0.0.1:7102'),
    workMs: reader.integer('WORK_MS', 200, { from: 0, to: 60_000 }),
    storeTimeoutMs: reader.integer('STORE_TIMEOUT_MS', 2000, { from: 10, to: 60_000 }),
  };
}

type Settings = ReturnType<typeof read>;

/** A message is stored once, however often it comes: trying again does no harm. */
const dependencies = ({ storeTimeoutMs }: Settings) => ({
  'database-connector': {
    budgetMs: storeTimeoutMs,
    attemptTimeoutMs: Math.max(1, storeTimeoutMs / 2),
    unguardedTimeoutMs: storeTimeoutMs,
  },
});

/** `POST /actions`: does the work of one message, then has it stored; 502 when that failed and a retry can help. */
function createActionHandler({ app, settings, guard }: ServiceContext<Settings>) {
  const client = createHttpClient();

  app.post<{ Body: Message }>('/actions', { schema: { body: messageSchema } }, async ({ body }, reply) => {
    await delay(settings.workMs);
    try {
      const url = `${settings.databaseConnectorUrl}/handled`;
      const store = async (context: CallLimit) => {
        const { status } = await client.post(url, body, context);
        if (status !== 200) throw new Error(`${url} answered ${status}`);
      };
      await guard.call('database-connector', store, { idempotent: true });
      return { id: body.id };
    } catch (error) {
      const retryAfterMs = error instanceof Rejection ? error.retryAfterMs : undefined;
      if (retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(retryAfterMs / 1000));
      return reply.code(502).send({ error: 'not_stored', message: messageOf(error) });
    }
  });

  return {
    begin: async () => {},
    dependencies: {
      databaseConnector: () => expectOk(client, `${settings.databaseConnectorUrl}/healthz`, 1000),
    },
    close: async () => client.close(),
  };
}

await runService({ name: 'action-handler', readSettings: read, dependencies, create: createActionHandler });
