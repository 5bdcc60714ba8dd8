import type { Delivery, PullQueue } from './consumer.ts';

/** What the guard needs of a job of pg-boss (12 and later, fetched with its metadata). */
export interface PgBossJobLike<Data> {
  readonly id: string;
  readonly data: Data;
  readonly retryCount?: number;
}

/** What the guard needs of pg-boss. */
export interface PgBossLike<Data> {
  fetch(
    queue: string,
    options: { includeMetadata: true; batchSize: number },
  ): Promise<readonly PgBossJobLike<Data>[] | null | undefined>;
  complete(queue: string, id: string): Promise<unknown>;
  fail(queue: string, id: string, reason: object): Promise<unknown>;
  send(queue: string, data: object): Promise<unknown>;
  /** Renews a job's heartbeat, in versions that have one. */
  touch?(queue: string, id: string): Promise<unknown>;
}

/** One queue of pg-boss. */
export interface PgBossSource<Data> {
  readonly boss: PgBossLike<Data>;
  readonly queue: string;
  /** Where poison goes; it must exist. Without one, poison is failed and pg-boss does what the queue's own settings say. */
  readonly deadLetterQueue?: string;
}

/**
 * pg-boss as a queue to pull from. A dead letter is sent and then its job completed: a crash between the two leaves it in both queues, never in
 * none.
 */
export function pgBossQueue<Data>({
  boss,
  queue,
  deadLetterQueue,
}: PgBossSource<Data>): PullQueue<PgBossJobLike<Data>> {
  return {
    async pull() {
      const [job] = (await boss.fetch(queue, { includeMetadata: true, batchSize: 1 })) ?? [];
      return job ? deliveryOf(job) : null;
    },
  };

  function deliveryOf(job: PgBossJobLike<Data>): Delivery<PgBossJobLike<Data>> {
    const fail = async (error: unknown): Promise<void> =>
      void (await boss.fail(queue, job.id, reasonOf(error)));
    return {
      message: job,
      deliveries: (job.retryCount ?? 0) + 1,
      keepAlive: async () => void (await boss.touch?.(queue, job.id)),
      done: async () => void (await boss.complete(queue, job.id)),
      retry: fail,
      deadLetter: async (error) => {
        if (deadLetterQueue === undefined) return fail(error);
        await boss.send(deadLetterQueue, { queue, id: job.id, data: job.data, ...reasonOf(error) });
        await boss.complete(queue, job.id);
      },
    };
  }
}

/** What is kept of an error: it goes into a database that others read, so no stack. */
export function reasonOf(error: unknown): { error: string; message: string } {
  return error instanceof Error
    ? { error: error.name, message: error.message }
    : { error: 'unknown', message: String(error) };
}
