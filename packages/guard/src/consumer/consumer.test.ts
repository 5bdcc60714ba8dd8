import { expect, test } from 'vitest';
import { down, errorOf, failing } from '../../test/helpers.ts';
import { createGuard } from '../guard.ts';
import { ManualClock } from '../manual-clock.ts';
import { PoisonMessageError } from './consumer.ts';
import type { JetStreamMessageLike } from './jet-stream.ts';
import type { PgBossJobLike } from './pg-boss.ts';

/** pg-boss in memory: jobs that are failed come back with one more retry. */
class MemoryBoss {
  readonly waiting: PgBossJobLike<string>[] = [];
  readonly log: string[] = [];
  fetches = 0;

  add(data: string): void {
    this.waiting.push({ id: data, data, retryCount: 0 });
  }

  readonly #inHand = new Map<string, PgBossJobLike<string>>();

  async fetch(): Promise<PgBossJobLike<string>[]> {
    this.fetches++;
    const job = this.waiting.shift();
    if (job) this.#inHand.set(job.id, job);
    return job ? [job] : [];
  }

  async complete(_queue: string, id: string): Promise<void> {
    this.log.push(`complete ${id}`);
  }

  async fail(_queue: string, id: string): Promise<void> {
    const job = this.#inHand.get(id)!;
    this.log.push(`fail ${id}`);
    this.waiting.push({ ...job, retryCount: (job.retryCount ?? 0) + 1 });
  }

  async send(queue: string, data: { id?: string }): Promise<void> {
    this.log.push(`send ${data.id} to ${queue}`);
  }

  async touch(_queue: string, id: string): Promise<void> {
    this.log.push(`touch ${id}`);
  }
}

function make() {
  const clock = new ManualClock();
  const guard = createGuard({
    clock,
    defaults: { retry: null, breaker: { minimumCalls: 1, breakMs: 10_000, trialsToClose: 1 } },
  });
  const boss = new MemoryBoss();
  return { clock, guard, boss, database: () => guard.policy('database') };
}

test('jobs of pg-boss are handled and completed', async () => {
  const { clock, guard, boss } = make();
  const handled: string[] = [];
  boss.add('a');
  boss.add('b');
  const consumer = guard.consumer({ boss, queue: 'orders' }, { dependencies: [] }, (job) => {
    handled.push(job.data);
  });
  await clock.advanceAsync(10);
  await consumer.stop();
  expect(handled).toEqual(['a', 'b']);
  expect(boss.log).toEqual(['complete a', 'complete b']);
});

test('while a dependency is open the consumer pauses instead of burning redeliveries', async () => {
  const { clock, guard, boss, database } = make();
  await errorOf(database().execute(failing));
  boss.add('a');
  const consumer = guard.consumer({ boss, queue: 'orders' }, { dependencies: ['database'] }, async () => {
    await database().execute(() => 'stored');
  });
  await clock.advanceAsync(9_900, 100);
  expect(consumer.paused).toBe(true);
  expect(boss.fetches).toBe(0);
  await clock.advanceAsync(400, 100);
  expect(boss.log).toEqual(['complete a']);
  expect(consumer.paused).toBe(false);
  await consumer.stop();
});

test('a message in hand when the dependency goes down is held, kept alive, and costs no delivery', async () => {
  const { clock, guard, boss, database } = make();
  let isDown = true;
  boss.add('a');
  const consumer = guard.consumer(
    { boss, queue: 'orders' },
    { dependencies: ['database'], keepAliveMs: 4_000, redeliverAfterMs: 0 },
    async () => {
      if (isDown) await errorOf(database().execute(failing));
      await database().execute(() => 'stored');
    },
  );
  await clock.advanceAsync(9_000, 100);
  isDown = false;
  expect(boss.log).toEqual(['touch a', 'touch a']);
  await clock.advanceAsync(2_000, 100);
  await consumer.stop();
  expect(boss.log.filter((line) => !line.startsWith('touch'))).toEqual(['complete a']);
});

test('a message that keeps failing goes to the dead-letter queue after maxDeliveries', async () => {
  const { clock, guard, boss } = make();
  boss.add('bad');
  const consumer = guard.consumer(
    { boss, queue: 'orders', deadLetterQueue: 'dead' },
    { dependencies: [], maxDeliveries: 3 },
    () => Promise.reject(down),
  );
  await clock.advanceAsync(50);
  await consumer.stop();
  expect(boss.log).toEqual(['fail bad', 'fail bad', 'send bad to dead', 'complete bad']);
});

test('a poison message goes to the dead-letter queue at once', async () => {
  const { clock, guard, boss } = make();
  boss.add('poison');
  const consumer = guard.consumer(
    { boss, queue: 'orders', deadLetterQueue: 'dead' },
    { dependencies: [] },
    () => {
      throw new PoisonMessageError('no order has a negative price');
    },
  );
  await clock.advanceAsync(10);
  await consumer.stop();
  expect(boss.log).toEqual(['send poison to dead', 'complete poison']);
});

test('stopping waits for the message in hand, and gives back one that is held', async () => {
  const { clock, guard, boss, database } = make();
  database().breaker.isolate();
  boss.add('held');
  const consumer = guard.consumer({ boss, queue: 'orders' }, { dependencies: [] }, async () => {
    await database().execute(() => 1);
  });
  await clock.advanceAsync(10);
  await consumer.stop();
  expect(boss.log).toEqual(['fail held']);
  clock.advance(200);
  expect(clock.timers).toBe(0);
});

test('a queue that fails is told to onError and asked again', async () => {
  const { clock, guard, boss } = make();
  const errors: unknown[] = [];
  const fetch = boss.fetch.bind(boss);
  let fails = 2;
  boss.fetch = () => (fails-- > 0 ? Promise.reject(down) : fetch());
  boss.add('a');
  const consumer = guard.consumer(
    { boss, queue: 'orders' },
    { dependencies: [], pollMs: 100, onError: (error) => errors.push(error) },
    () => {},
  );
  await clock.advanceAsync(300, 10);
  await consumer.stop();
  expect(errors).toEqual([down, down]);
  expect(boss.log).toEqual(['complete a']);
});

/** A JetStream message that notes what is done with it. */
class MemoryMessage implements JetStreamMessageLike {
  readonly subject = 'orders.new';
  readonly data = new Uint8Array();
  readonly info: { deliveryCount: number };
  readonly log: string[];

  constructor(log: string[], deliveryCount: number) {
    this.log = log;
    this.info = { deliveryCount };
  }

  ack = () => void this.log.push('ack');
  nak = (delayMs?: number) => void this.log.push(`nak ${delayMs}`);
  term = () => void this.log.push('term');
  working = () => void this.log.push('working');
}

async function consumeOne(handle: () => unknown, deliveryCount = 1) {
  const { clock, guard } = make();
  const log: string[] = [];
  const messages = [new MemoryMessage(log, deliveryCount)];
  const consumer = guard.consumer(
    {
      consumer: { next: async () => messages.shift() ?? null },
      publishDeadLetter: async (_message: MemoryMessage, { message }) => log.push(`publish ${message}`),
    },
    { dependencies: [], redeliverAfterMs: 2_000, keepAliveMs: 100 },
    handle,
  );
  await clock.advanceAsync(250, 10);
  await consumer.stop();
  return log;
}

test('messages of JetStream are acknowledged, sent back with a delay, or dead-lettered and terminated', async () => {
  expect(await consumeOne(() => 'fine')).toEqual(['ack']);
  expect(await consumeOne(() => Promise.reject(down))).toEqual(['nak 2000']);
  expect(await consumeOne(() => Promise.reject(down), 5)).toEqual(['publish down', 'term']);
});

test('a slow handler keeps its JetStream message in hand', async () => {
  const clock = new ManualClock();
  const guard = createGuard({ clock });
  const log: string[] = [];
  const messages = [new MemoryMessage(log, 1)];
  let finish = () => {};
  const consumer = guard.consumer(
    { consumer: { next: async () => messages.shift() ?? null } },
    { dependencies: [], keepAliveMs: 100 },
    () =>
      new Promise<void>((resolve) => {
        finish = resolve;
      }),
  );
  await clock.advanceAsync(250, 10);
  finish();
  await consumer.stop();
  expect(log).toEqual(['working', 'working', 'ack']);
});
