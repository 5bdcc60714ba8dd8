import { PgBoss } from 'pg-boss';
import { type Log, messageOf } from './log.ts';
import type { Message } from './message.ts';

export const queueName = 'messages';

/** A message in the queue; its job has the same id, so that a message sent twice is queued once. */
export interface QueuedMessage extends Omit<Message, 'id'> {
  readonly acceptedAtMs: number;
}

interface QueueConnection {
  readonly url: string;
  readonly instance: string;
  readonly log: Log;
  readonly connections: number;
}

/** Between a claim and its completion; then the message goes to another replica. Actions time out well before. */
const expireInSeconds = 5;

/**
 * The gateway's side: owns the schema and the queue, and gives the messages of dead consumers back.
 *
 * A commit waits for the disk, because the answer 202 is a promise.
 */
export function createQueueOwner({ url, instance, log, connections }: QueueConnection): PgBoss {
  const boss = new PgBoss({
    ...sharedOptions(url, instance, connections),
    options: '-c synchronous_commit=on',
    // Expired claims are looked for this often, which bounds how long a killed consumer holds a message up.
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 30,
    flowIntervalSeconds: 60,
    reindex: false,
    monitorVacuum: false,
  });
  return withErrorsLogged(boss, log);
}

/** Creates the queue, or brings its settings up to date. */
export async function declareQueue(boss: PgBoss): Promise<void> {
  const settings = {
    expireInSeconds,
    // Giving a message up would lose it: at 10 s between tries this outlasts a day without the action handler.
    retryLimit: 10_000,
    retryDelay: 1,
    retryBackoff: true,
    retryDelayMax: 10,
    deleteAfterSeconds: 60,
  };
  await boss.createQueue(queueName, settings);
  await boss.updateQueue(queueName, settings);
}

/**
 * A consumer's side: claims and completes, and does no upkeep.
 *
 * Its commits don't wait for the disk: a claim or a completion lost in a crash of the database means that a message
 * comes again, and the database connector counts it once.
 */
export function createQueueWorker({ url, instance, log, connections }: QueueConnection): PgBoss {
  const boss = new PgBoss({
    ...sharedOptions(url, instance, connections),
    options: '-c synchronous_commit=off',
    supervise: false,
    migrate: false,
    createSchema: false,
  });
  return withErrorsLogged(boss, log);
}

function sharedOptions(connectionString: string, instance: string, max: number) {
  return {
    connectionString,
    max,
    application_name: instance,
    connectionTimeoutMillis: 3000,
    schedule: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  };
}

function withErrorsLogged(boss: PgBoss, log: Log): PgBoss {
  boss.on('error', (error) => log('queue_error', { reason: messageOf(error) }, 'error'));
  boss.on('warning', ({ message }) => log('queue_warning', { reason: message }, 'warn'));
  return boss;
}
