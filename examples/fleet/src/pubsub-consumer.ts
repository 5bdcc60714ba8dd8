import { type Consumer, DeadlineError, type PgBossJobLike, type PgBossLike, Rejection } from '@ounce/guard';
import type { JobWithMetadata, PgBoss } from 'pg-boss';
import { createBatcher } from './batcher.ts';
import { databaseUrl, readDatabaseSource } from './database-url.ts';
import { createHttpClient, expectOk, type HttpClient } from './http-client.ts';
import { messageOf } from './log.ts';
import type { Message } from './message.ts';
import { createCounter, createDurationHistogram } from './metrics.ts';
import { createQueueWorker, type QueuedMessage, queueName } from './queue.ts';
import { untilItWorks } from './retry.ts';
import { runService, type ServiceContext } from './service.ts';
import type { SettingsReader } from './settings.ts';

function read(reader: SettingsReader) {
  return {
    database: readDatabaseSource(reader),
    actionHandlerUrl: reader.url('ACTION_HANDLER_URL', 'http://127.0.0.1:7103'),
    concurrency: reader.integer('CONCURRENCY', 2, { from: 1, to: 100 }),
    // Less than the time after which the queue gives the message to another replica.
    actionTimeoutMs: reader.integer('ACTION_TIMEOUT_MS', 3500, { from: 10, to: 4500 }),
  };
}

const maxCompletionBatch = 50;
/** The guard's own limit would lose messages: the queue's, which outlasts a day, decides. */
const maxDeliveries = 1_000;
const pollMs = 250;

type Settings = ReturnType<typeof read>;
type Claimed = PgBossJobLike<QueuedMessage>;

/** The queue tries again by itself. */
const dependencies = ({ actionTimeoutMs }: Settings) => ({
  'action-handler': { budgetMs: actionTimeoutMs, retry: null, unguardedTimeoutMs: actionTimeoutMs },
});

/**
 * Takes messages from the queue, a bounded number at once, and has each one's action done: at least once. While the breaker
 * of the action handler is open it takes none, and those in hand wait.
 */
function createConsumer(context: ServiceContext<Settings>) {
  const { log, instance, settings, guard, registry } = context;
  const client = createHttpClient();
  let boss: PgBoss | undefined;
  let consumer: Consumer<Claimed> | undefined;

  return {
    async begin(signal: AbortSignal) {
      const url = await databaseUrl(settings.database, log, signal);
      const connected = createQueueWorker({ url, instance, log, connections: 2 });
      await untilItWorks('the queue', log, signal, async () => {
        await connected.start();
        if ((await connected.getQueue(queueName)) === null) throw new Error('the queue does not exist yet');
      });
      boss = connected;
      const metrics = createConsumerMetrics(registry);
      consumer = guard.guard.consumer(
        { boss: claimedFrom(connected, metrics), queue: queueName },
        {
          ...{ dependencies: ['action-handler'], concurrency: settings.concurrency, maxDeliveries, pollMs },
          onError: (error) => log('queue_failed', { reason: messageOf(error) }, 'warn'),
        },
        createHandler(context, client, metrics),
      );
    },
    dependencies: {
      queue: async () => {
        if ((await boss?.getQueue(queueName)) == null) throw new Error('the queue does not exist');
      },
      actionHandler: () => expectOk(client, `${settings.actionHandlerUrl}/healthz`, 1000),
    },
    async drain() {
      await consumer?.stop();
    },
    async close() {
      client.close();
      await boss?.stop({ graceful: false });
    },
  };
}

type ConsumerMetrics = ReturnType<typeof createConsumerMetrics>;

/** The queue as the guard's consumer asks it; completions that come together share a round trip. */
function claimedFrom(boss: PgBoss, metrics: ConsumerMetrics): PgBossLike<QueuedMessage> {
  const attempts = new Map<string, JobWithMetadata<QueuedMessage>>();
  const attemptOf = (id: string) => {
    const attempt = attempts.get(id);
    if (attempt === undefined) throw new Error(`message ${id} is not in hand`);
    attempts.delete(id);
    return attempt;
  };
  const completions = createBatcher<JobWithMetadata<QueuedMessage>, void>(async (jobs) => {
    // Only attempts still held count as handled: one that expired meanwhile is counted where it is done again.
    // (pg-boss answers with `affected`, and leaves it out of its types.)
    const { affected } = (await boss.complete(queueName, jobs)) as { affected: number };
    metrics.handled.inc(affected);
    return jobs.map(() => undefined);
  }, maxCompletionBatch);
  return {
    async fetch(queue, options) {
      const jobs = await boss.fetch<QueuedMessage>(queue, options);
      for (const job of jobs) attempts.set(job.id, job);
      return jobs;
    },
    complete: (_queue, id) => completions.add(attemptOf(id)),
    // If this fails as well, the claim expires and the message comes again all the same.
    fail: (queue, id, reason) => boss.fail(queue, attemptOf(id), reason),
    send: (queue, data) => boss.send(queue, data),
  };
}

/** @returns what is done with one claimed message; what it rejects with is the queue's to deal with */
function createHandler(
  { log, settings, guard }: ServiceContext<Settings>,
  client: HttpClient,
  metrics: ConsumerMetrics,
): (job: Claimed) => Promise<void> {
  const url = `${settings.actionHandlerUrl}/actions`;
  return async (job) => {
    const startedAt = performance.now();
    const { run, sentAtMs } = job.data;
    const message: Message = { id: job.id, run, sentAtMs };
    try {
      await guard.call('action-handler', async (context) => {
        const { status } = await client.post(url, message, context);
        if (status !== 200) throw new Error(`the action handler answered ${status}`);
      });
    } catch (error) {
      // A refusal costs no attempt: the message is held until the breaker lets it through.
      if (!(error instanceof Rejection) || error instanceof DeadlineError) {
        metrics.failed.inc();
        log('message_failed', { id: job.id, attempt: job.retryCount, reason: messageOf(error) }, 'warn');
      }
      throw error;
    }
    metrics.duration.observe((performance.now() - startedAt) / 1000);
    metrics.age.observe((Date.now() - sentAtMs) / 1000);
  };
}

function createConsumerMetrics(registry: ServiceContext<Settings>['registry']) {
  return {
    handled: createCounter(registry, 'fleet_messages_handled_total', 'Messages handled to the end.'),
    failed: createCounter(
      registry,
      'fleet_messages_failed_total',
      'Attempts that failed; the message is tried again.',
    ),
    duration: createDurationHistogram(
      registry,
      'fleet_message_duration_seconds',
      'Time from the claim of a message until its action is done.',
    ),
    age: createDurationHistogram(
      registry,
      'fleet_message_age_seconds',
      'Time from the sending of a message until its action is done, waiting included.',
    ),
  };
}

await runService({ name: 'pubsub-consumer', readSettings: read, dependencies, create: createConsumer });
