import { RateLimitError } from '@ounce/guard';
import type { PgBoss } from 'pg-boss';
import { createBatcher } from './batcher.ts';
import { addCustomerRoute } from './customers.ts';
import { databaseUrl, readDatabaseSource } from './database-url.ts';
import { createHttpClient } from './http-client.ts';
import { messageOf } from './log.ts';
import { type Message, messageSchema } from './message.ts';
import { createCounter } from './metrics.ts';
import { createQueueOwner, declareQueue, type QueuedMessage, queueName } from './queue.ts';
import { addQueueDepthMetrics, readQueueDepth } from './queue-depth.ts';
import { untilItWorks } from './retry.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

const maxInsertBatch = 200;

function read(reader: SettingsReader) {
  return {
    database: readDatabaseSource(reader),
    profileUrl: reader.url('CUSTOMER_PROFILE_URL', 'http://127.0.0.1:7106'),
  };
}

type Settings = ReturnType<typeof read>;

/** A profile is looked up in 10 ms, so that a second try fits into the time a reader is ready to wait. */
const dependencies = () => ({
  'customer-profile': { budgetMs: 200, attemptTimeoutMs: 150, unguardedTimeoutMs: 1_000 },
  queue: { budgetMs: 3_000, retry: null, unguardedTimeoutMs: 3_000 },
});

/**
 * HTTP in, queue out: `POST /messages` answers 202 when the message is safely in the queue, 503 when it is not, and 429 with `Retry-After` when
 * more comes than the consumers can carry.
 */
function createGateway({ app, registry, log, instance, settings, guard }: ServiceContext<Settings>) {
  const client = createHttpClient();
  let boss: PgBoss | undefined;
  const queue = () => {
    if (boss === undefined) throw new Error('the queue is not connected');
    return boss;
  };
  const gate = guard.guard.admission('messages');
  const offered = createCounter(
    registry,
    'fleet_messages_offered_total',
    'Messages that came, each counted once however often it was asked back.',
  );
  const accepted = createCounter(registry, 'fleet_messages_accepted_total', 'Messages put into the queue.');
  const failed = createCounter(registry, 'fleet_messages_failed_total', 'Messages that could not be queued.');
  addQueueDepthMetrics(registry, log, queueName, () => boss);
  const totals = { accepted: 0, failed: 0 };

  const inserts = createBatcher<Message, void>(async (messages) => {
    const acceptedAtMs = Date.now();
    const distinct = new Map(messages.map((message) => [message.id, message]));
    const jobs = [...distinct.values()].map(({ id, run, sentAtMs }) => {
      const data: QueuedMessage = { run, sentAtMs, acceptedAtMs };
      return { id, data };
    });
    await guard.call('queue', () => queue().insert(queueName, jobs));
    return messages.map(() => undefined);
  }, maxInsertBatch);

  app.post<{ Body: Message }>('/messages', { schema: { body: messageSchema } }, async ({ body }, reply) => {
    if (!body.attempt) offered.inc();
    try {
      await gate.enter(body);
    } catch (error) {
      if (!(error instanceof RateLimitError)) throw error;
      return reply
        .code(error.status)
        .headers(error.headers)
        .send({ error: 'throttled', message: error.message });
    }
    try {
      await inserts.add(body);
    } catch (error) {
      failed.inc();
      totals.failed += 1;
      return reply.code(503).send({ error: 'not_queued', message: messageOf(error) });
    }
    accepted.inc();
    totals.accepted += 1;
    return reply.code(202).send({ id: body.id });
  });
  addCustomerRoute(app, guard, client, settings.profileUrl);
  app.get('/accounting', async () => {
    const depth = await readQueueDepth(queue(), queueName);
    return { ...totals, queue: { name: queueName, ...depth } };
  });

  return {
    async begin(signal: AbortSignal) {
      const url = await databaseUrl(settings.database, log, signal);
      const connected = createQueueOwner({ url, instance, log, connections: 3 });
      await untilItWorks('the queue', log, signal, async () => {
        await connected.start();
        await declareQueue(connected);
      });
      boss = connected;
    },
    dependencies: {
      queue: async () => {
        await readQueueDepth(queue(), queueName);
      },
    },
    async close() {
      client.close();
      await boss?.stop({ graceful: false });
    },
  };
}

await runService({ name: 'gateway', readSettings: read, dependencies, create: createGateway });
