import type { Clock } from '../clock.ts';
import { count, duration, type OptionTable } from '../options.ts';
import type { Policy } from '../policy/policy.ts';
import { Rejection } from '../rejection.ts';
import { sleep } from './sleep.ts';

/** How a consumer treats its messages. Every option is described in docs/guard.md. */
export interface ConsumerSettings {
  /** Messages handled at once. */
  readonly concurrency: number;
  /** Deliveries after which a message that still fails is poison. */
  readonly maxDeliveries: number;
  /** How long a failed message waits for its next delivery, where the queue lets the consumer say so. */
  readonly redeliverAfterMs: number;
  /** How often the queue is told that a message in hand is still being worked on. */
  readonly keepAliveMs: number;
  /** How long a consumer looks away from an empty queue. */
  readonly pollMs: number;
}

export const consumerOptions = {
  concurrency: count('messages', 1, 1, 1_000),
  maxDeliveries: count('deliveries', 5, 1, 1_000),
  redeliverAfterMs: duration(1_000, 0),
  keepAliveMs: duration(5_000, 10),
  pollMs: duration(1_000, 1),
} satisfies OptionTable;

/** One message in hand, whatever queue it came from. Exactly one of the last three ends it. */
export interface Delivery<Message> {
  readonly message: Message;
  /** 1 when it was never delivered before. */
  readonly deliveries: number;
  /** Tells the queue that the message is still in hand. */
  keepAlive(): Promise<void> | void;
  done(): Promise<void>;
  /** Back to the queue, to be delivered again. */
  retry(error: unknown, afterMs: number): Promise<void>;
  /** To the dead-letter queue, never to be delivered again. */
  deadLetter(error: unknown): Promise<void>;
}

/** A queue that is asked for one message at a time: to pause is not to ask. */
export interface PullQueue<Message> {
  /** `null` when there is nothing now. Must give up when the signal is aborted. */
  pull(signal: AbortSignal): Promise<Delivery<Message> | null>;
}

/** Thrown by a handler: this message can never be handled, so it goes to the dead-letter queue at once. */
export class PoisonMessageError extends Error {
  override readonly name = 'PoisonMessageError';
  readonly code = 'OUNCE_GUARD_POISON_MESSAGE';
}

export interface ConsumerParts<Message> {
  readonly queue: PullQueue<Message>;
  readonly handle: (message: Message, signal: AbortSignal) => unknown;
  /** What the handler cannot do without. While one of their breakers is open the consumer pauses. */
  readonly dependencies: () => readonly Policy[];
  readonly settings: ConsumerSettings;
  readonly clock: Clock;
  readonly onError: (error: unknown) => void;
}

/** A refusal passes and the message did nothing wrong: it must not cost a delivery. */
const passing: ReadonlySet<string> = new Set([
  'OUNCE_GUARD_BREAKER_OPEN',
  'OUNCE_GUARD_ISOLATED',
  'OUNCE_GUARD_BULKHEAD_FULL',
  'OUNCE_GUARD_CONCURRENCY_LIMIT',
  'OUNCE_GUARD_RATE_LIMIT',
]);

/** How often an isolated circuit, for which nobody knows an end, is looked at. */
const isolatedLookMs = 1_000;
/** The least that a refused message rests before it is tried again. */
const shortestRestMs = 50;

/**
 * Pulls messages and hands them to a handler. While a dependency's circuit is open it does not pull at all, and messages already in hand are held
 * (and kept alive at the queue) instead of being failed: an outage costs no redelivery.
 */
export class Consumer<Message> {
  readonly #parts: ConsumerParts<Message>;
  readonly #stopping = new AbortController();
  readonly #workers: Promise<void>[];
  #paused = 0;

  constructor(parts: ConsumerParts<Message>) {
    this.#parts = parts;
    this.#workers = Array.from({ length: parts.settings.concurrency }, () => this.#work());
  }

  /** Whether a worker waits for a dependency right now. */
  get paused(): boolean {
    return this.#paused > 0;
  }

  /** Takes no more messages and waits until those in hand are handled; one that is held for a dependency goes back to the queue. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await Promise.all(this.#workers);
  }

  async #work(): Promise<void> {
    const { queue, settings, clock, onError } = this.#parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.#untilReady(0);
      if (signal.aborted) return;
      try {
        const delivery = await queue.pull(signal);
        if (delivery) await this.#serve(delivery);
        else await sleep(clock, settings.pollMs, signal);
      } catch (error) {
        if (signal.aborted) return;
        onError(error);
        await sleep(clock, settings.pollMs, signal);
      }
    }
  }

  async #serve(delivery: Delivery<Message>): Promise<void> {
    const stopBeat = this.#beat(delivery);
    try {
      await this.#handle(delivery);
    } finally {
      stopBeat();
    }
  }

  async #handle(delivery: Delivery<Message>): Promise<void> {
    const { handle, settings } = this.#parts;
    const { signal } = this.#stopping;
    for (;;) {
      try {
        await handle(delivery.message, signal);
      } catch (error) {
        if (error instanceof Rejection && passing.has(error.code)) {
          await this.#untilReady(Math.max(shortestRestMs, error.retryAfterMs ?? isolatedLookMs));
          if (!signal.aborted) continue;
          return delivery.retry(error, 0);
        }
        if (error instanceof PoisonMessageError || delivery.deliveries >= settings.maxDeliveries)
          return delivery.deadLetter(error);
        return delivery.retry(error, settings.redeliverAfterMs);
      }
      return delivery.done();
    }
  }

  /** Waits at least `restMs`, and then until every dependency's circuit would admit a call. */
  async #untilReady(restMs: number): Promise<void> {
    const { clock } = this.#parts;
    const { signal } = this.#stopping;
    let waitMs = Math.max(restMs, this.#waitMs());
    if (waitMs === 0) return;
    this.#paused++;
    while (waitMs > 0 && !signal.aborted) {
      await sleep(clock, waitMs, signal);
      waitMs = this.#waitMs();
    }
    this.#paused--;
  }

  #waitMs(): number {
    let longestMs = 0;
    for (const { breaker } of this.#parts.dependencies())
      longestMs = Math.max(longestMs, breaker.retryAfterMs() ?? isolatedLookMs);
    return longestMs;
  }

  #beat(delivery: Delivery<Message>): () => void {
    const { clock, settings, onError } = this.#parts;
    const ended = new AbortController();
    const beat = async (): Promise<void> => {
      for (;;) {
        await sleep(clock, settings.keepAliveMs, ended.signal);
        if (ended.signal.aborted) return;
        try {
          await delivery.keepAlive();
        } catch (error) {
          onError(error);
        }
      }
    };
    void beat();
    return () => ended.abort();
  }
}
