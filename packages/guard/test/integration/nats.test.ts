// A real nats-server with JetStream on 127.0.0.1 and the real @nats-io/jetstream.
import { setTimeout as sleep } from 'node:timers/promises';
import { AckPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGuard, type Guard, type JetStreamMessageLike, PoisonMessageError } from '../../src/index.ts';
import { down, failing } from '../helpers.ts';
import { type NatsServer, natsBinary, startNats } from './nats-server.ts';

let server: NatsServer;
let connection: NatsConnection;
let streams = 0;

/** A stream of its own with its messages, a stream for dead letters, and a durable pull consumer with a short `ack_wait`. */
async function queueOf(messages: readonly string[]) {
  const name = `ORDERS${++streams}`;
  const manager = await jetstreamManager(connection);
  await manager.streams.add({ name, subjects: [`orders.${streams}`] });
  await manager.streams.add({ name: `DEAD${streams}`, subjects: [`dead.${streams}`] });
  await manager.consumers.add(name, {
    durable_name: 'worker',
    ack_policy: AckPolicy.Explicit,
    ack_wait: 1_000 * 1e6,
  });
  const client = jetstream(connection);
  for (const message of messages) await client.publish(`orders.${streams}`, message);
  const consumer = await client.consumers.get(name, 'worker');
  const dead = `dead.${streams}`;
  const deadStream = `DEAD${streams}`;
  return {
    consumer,
    publishDeadLetter: (message: JetStreamMessageLike, reason: object) =>
      client.publish(dead, JSON.stringify({ data: textOf(message), ...reason })),
    info: () => manager.consumers.info(name, 'worker'),
    async deadLetters(): Promise<object[]> {
      const { state } = await manager.streams.info(deadStream);
      const all = Array.from({ length: state.messages }, (_, i) =>
        manager.streams.getMessage(deadStream, { seq: state.first_seq + i }),
      );
      return (await Promise.all(all)).map((stored) => stored?.json() as object);
    },
  };
}

const textOf = (message: JetStreamMessageLike): string => new TextDecoder().decode(message.data);

function guardOf(breakMs: number): Guard {
  return createGuard({
    defaults: { retry: null, breaker: { minimumCalls: 1, breakMs, maxBreakMs: breakMs, trialsToClose: 1 } },
  });
}

const skip = natsBinary ? '' : ' (skipped: apt install nats-server, which .ci/run does)';

describe.skipIf(!natsBinary)(`guard.consumer on nats-server${skip}`, () => {
  beforeAll(async () => {
    server = await startNats();
    connection = await connect({ servers: server.address });
  });

  afterAll(async () => {
    await connection?.close();
    await server?.close();
  });

  test('acknowledged, redelivered, and poison in the dead-letter stream', async () => {
    const queue = await queueOf(['good', 'shaky', 'poison', 'unreadable']);
    const tries: Record<string, number> = {};
    const consumer = guardOf(60_000).consumer(
      queue,
      { dependencies: ['database'], maxDeliveries: 3, redeliverAfterMs: 20, pollMs: 20 },
      async (message) => {
        const name = textOf(message);
        const nth = (tries[name] ?? 0) + 1;
        tries[name] = nth;
        if (name === 'unreadable') throw new PoisonMessageError('no JSON');
        if (name === 'poison' || (name === 'shaky' && nth === 1)) throw down;
      },
    );
    await expect.poll(async () => (await queue.deadLetters()).length, { timeout: 30_000 }).toBe(2);
    await expect.poll(async () => (await queue.info()).num_ack_pending, { timeout: 30_000 }).toBe(0);
    await consumer.stop();
    expect(tries).toEqual({ good: 1, shaky: 2, poison: 3, unreadable: 1 });
    expect(await queue.deadLetters()).toEqual([
      { data: 'unreadable', error: 'PoisonMessageError', message: 'no JSON' },
      { data: 'poison', error: 'Error', message: 'down' },
    ]);
    expect(await queue.info()).toMatchObject({ num_pending: 0, num_ack_pending: 0, num_redelivered: 0 });
  });

  test('while the breaker is open no message is taken, and none has cost a redelivery afterwards', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `order ${i}`);
    const queue = await queueOf(names);
    const guard = guardOf(600_000);
    await guard
      .policy('database')
      .execute(failing)
      .catch(() => {});
    const handled: [name: string, delivery: number][] = [];
    const consumer = guard.consumer(queue, { dependencies: ['database'], pollMs: 20 }, async (message) => {
      await guard.policy('database').execute(async () => 'stored');
      handled.push([textOf(message), message.info.deliveryCount]);
    });
    await expect.poll(() => consumer.paused).toBe(true);
    // Longer than the server waits for an acknowledgement: whatever had been taken would come back.
    await sleep(1_500);
    expect(await queue.info()).toMatchObject({
      num_pending: 20,
      num_ack_pending: 0,
      delivered: { consumer_seq: 0 },
    });
    expect(handled).toEqual([]);
    await consumer.stop();

    const again = guardOf(600_000);
    const resumed = again.consumer(queue, { dependencies: ['database'], pollMs: 20 }, async (message) => {
      handled.push([textOf(message), message.info.deliveryCount]);
    });
    await expect.poll(() => handled.length, { timeout: 30_000 }).toBe(20);
    await resumed.stop();
    expect(handled).toEqual(names.map((name) => [name, 1]));
  });

  test('messages in hand when the breaker opens are kept alive, and handled at their first delivery', async () => {
    const queue = await queueOf(['a', 'b', 'c']);
    // The break outlasts the server's patience three times over.
    const guard = guardOf(3_000);
    let isDown = true;
    const handled: [name: string, delivery: number][] = [];
    const consumer = guard.consumer(
      queue,
      { dependencies: ['database'], keepAliveMs: 200, pollMs: 20, concurrency: 3 },
      async (message) => {
        await guard.policy('database').execute(async () => {
          if (!isDown) return;
          isDown = false;
          throw down;
        });
        handled.push([textOf(message), message.info.deliveryCount]);
      },
    );
    await expect.poll(() => handled.length, { timeout: 30_000 }).toBe(3);
    await expect.poll(async () => (await queue.info()).num_ack_pending, { timeout: 30_000 }).toBe(0);
    await consumer.stop();
    // The one call that opened the breaker is a failure of its own, and comes back; the others cost nothing.
    expect(handled.filter(([, delivery]) => delivery === 1).length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...handled.map(([, delivery]) => delivery))).toBe(2);
    expect(await queue.deadLetters()).toEqual([]);
  });
});
