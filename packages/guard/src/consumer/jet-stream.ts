import type { Delivery, PullQueue } from './consumer.ts';
import { reasonOf } from './pg-boss.ts';

/** What the guard needs of a JetStream message (`JsMsg` of @nats-io/jetstream). */
export interface JetStreamMessageLike {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly info: { readonly deliveryCount: number };
  ack(): void;
  nak(delayMs?: number): void;
  term(): void;
  working(): void;
}

/** What the guard needs of a JetStream pull consumer. */
export interface JetStreamConsumerLike<Message extends JetStreamMessageLike> {
  next(options: { expires: number }): Promise<Message | null>;
}

/** A pull consumer of NATS JetStream. */
export interface JetStreamSource<Message extends JetStreamMessageLike> {
  readonly consumer: JetStreamConsumerLike<Message>;
  /** Publishes poison, for example to a stream of its own. Without it, poison is terminated, and the server's advisory is all that is left of it. */
  readonly publishDeadLetter?: (
    message: Message,
    reason: { error: string; message: string },
  ) => Promise<unknown>;
}

/** The least that the server accepts for one pull, in ms. */
const pullMs = 1_000;

/** JetStream as a queue to pull from: the server itself waits for a message, up to a second at a time. */
export function jetStreamQueue<Message extends JetStreamMessageLike>({
  consumer,
  publishDeadLetter,
}: JetStreamSource<Message>): PullQueue<Message> {
  return {
    async pull(signal) {
      const message = await consumer.next({ expires: pullMs });
      if (message && signal.aborted) {
        message.nak();
        return null;
      }
      return message ? deliveryOf(message) : null;
    },
  };

  function deliveryOf(message: Message): Delivery<Message> {
    return {
      message,
      deliveries: message.info.deliveryCount,
      keepAlive: () => message.working(),
      done: async () => message.ack(),
      retry: async (_error, afterMs) => message.nak(afterMs),
      deadLetter: async (error) => {
        await publishDeadLetter?.(message, reasonOf(error));
        // Without a reason: servers up to 2.9 do not understand one, and would deliver the message again and again.
        message.term();
      },
    };
  }
}
