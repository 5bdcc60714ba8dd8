import { randomUUID } from 'node:crypto';
import type { Priority } from '@ounce/guard';
import { Counter, Histogram } from 'prom-client';
import type { Outcome, SentLedger } from './accounting.ts';
import type { HttpAnswer, HttpClient } from './http-client.ts';
import type { Message } from './message.ts';
import type { ServiceContext } from './service.ts';

interface SenderParts {
  readonly registry: ServiceContext<unknown>['registry'];
  readonly ledger: SentLedger;
  readonly run: string;
  readonly client: HttpClient;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly settings: {
    readonly gatewayUrl: string;
    readonly sendTimeoutMs: number;
    readonly highShare: number;
    readonly lowShare: number;
    readonly giveUpMs: number;
  };
}

export interface Sender {
  send(): Promise<void>;
  /** How the messages of each priority have fared since the start. */
  byPriority(): Readonly<Record<Priority, PriorityCounts>>;
  /** Those that were asked back are given up. */
  stop(): void;
}

/** Delays are from the first try until a message was accepted. */
export interface PriorityCounts {
  readonly sent: number;
  readonly accepted: number;
  /** The part of `accepted` that had been asked back before. */
  readonly delayed: number;
  readonly throttled: number;
  readonly delaySeconds: number;
  readonly longestDelaySeconds: number;
}

const none = { sent: 0, accepted: 0, delayed: 0, throttled: 0, delaySeconds: 0, longestDelaySeconds: 0 };

/** Sends messages one by one; whatever is asked back comes back at the time it was given, the same message with the same id. */
export function createSender({ registry, ledger, run, client, random, settings }: SenderParts): Sender {
  const metrics = createMetrics(registry);
  const stopped = new AbortController();
  const counts = { high: { ...none }, normal: { ...none }, low: { ...none } };
  const url = `${settings.gatewayUrl}/messages`;
  const drawPriority = (): Priority => {
    const drawn = random();
    if (drawn < settings.highShare) return 'high';
    return drawn < settings.highShare + settings.lowShare ? 'low' : 'normal';
  };

  /** Until there is an answer that is not "come back later"; undefined when that would be too late. */
  async function deliver(message: Message): Promise<HttpAnswer | undefined> {
    for (let attempt = 0; ; attempt++) {
      const answer = await client.post(url, { ...message, attempt }, settings.sendTimeoutMs);
      if (answer.status !== 429) return answer;
      const retryMs = answer.retryAfterMs ?? 1_000;
      metrics.askedBack.inc();
      if (Date.now() + retryMs - message.sentAtMs > settings.giveUpMs) return undefined;
      if (!(await pause(retryMs, stopped.signal))) return undefined;
    }
  }

  return {
    async send() {
      const priority = drawPriority();
      const message: Message = { id: randomUUID(), run, sentAtMs: Date.now(), priority };
      const count = counts[priority];
      ledger.sent(message.sentAtMs);
      metrics.sent.inc();
      count.sent += 1;
      const outcome = await deliver(message).then(
        (answer): Outcome =>
          answer === undefined ? 'throttled' : answer.status === 202 ? 'accepted' : 'refused',
        (): Outcome => 'unanswered',
      );
      ledger.settled(message.sentAtMs, outcome);
      if (outcome === 'throttled') count.throttled += 1;
      else if (outcome !== 'accepted') metrics.failed.inc();
      else {
        const delaySeconds = (Date.now() - message.sentAtMs) / 1_000;
        metrics.delay.observe({ priority }, delaySeconds);
        count.accepted += 1;
        count.delayed += Number(delaySeconds >= delayedSeconds);
        count.delaySeconds += delaySeconds;
        count.longestDelaySeconds = Math.max(count.longestDelaySeconds, delaySeconds);
      }
    },
    byPriority: () => counts,
    stop: () => stopped.abort(),
  };
}

/** Whoever waits this long has felt it. */
const delayedSeconds = 0.5;

function createMetrics(registry: SenderParts['registry']) {
  const counter = (name: string, help: string) => new Counter({ name, help, registers: [registry] });
  return {
    sent: counter('fleet_messages_sent_total', 'Messages sent to the gateway, each counted once.'),
    failed: counter(
      'fleet_messages_failed_total',
      'Messages that the gateway refused for a fault of its own, or did not answer.',
    ),
    askedBack: counter('fleet_messages_asked_back_total', 'Answers that asked to come back later (429).'),
    delay: new Histogram({
      name: 'fleet_message_acceptance_seconds',
      help: 'From the first try until a message was accepted.',
      labelNames: ['priority'],
      buckets: [0.1, 0.5, 1, 2, 5, 10, 20, 30, 60, 120],
      registers: [registry],
    }),
  };
}

/** Whether the time has passed; false when it was ended early. */
function pause(ms: number, signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve(false);
    const end = () => {
      clearTimeout(timer);
      resolve(false);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end);
      resolve(true);
    }, ms);
    signal.addEventListener('abort', end, { once: true });
  });
}
