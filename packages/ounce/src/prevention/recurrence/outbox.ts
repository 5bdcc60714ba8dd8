import { type EventData, isOunceError, type NewEvent, type NotificationTry } from '@ounce/core';
import type { Ledger, NotificationRecord } from '../../ledger/index.ts';
import type { Clock, Notification, Notifier } from '../../ports/index.ts';

/** A claim holds for this long. Sending is given up earlier, so that nobody sends under a claim that is over. */
const claimMs = 120_000;
const sendMs = 90_000;
const firstWaitMs = 60_000;
const longestWaitMs = 3_600_000;
const mostTries = 50;

export interface Channel {
  /** Kind and fingerprint, the same on every governor and after every restart. */
  readonly name: string;
  readonly notifier: Notifier;
}

export interface OutboxParts {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly channels: readonly Channel[];
  /** This governor, in the journal. */
  readonly actor: string;
  readonly log: (sentence: string) => void;
}

type OutboxKind = 'notification.claimed' | 'notification.sent' | 'notification.failed';

/**
 * Tells each channel each notification once, across restarts and governors: first a claim in the journal, which only one
 * governor can get, then the sending, then the word that it was sent. A governor that dies between the two leaves a claim
 * that ends, and another sends again: at least once, with the same id, so that receivers which know ids show it once.
 */
export class Outbox {
  readonly #parts: OutboxParts;

  constructor(parts: OutboxParts) {
    this.#parts = parts;
  }

  /** Tells every channel that has not been told and that nobody else is telling. Never rejects. */
  async deliver(notification: Notification, signal: AbortSignal): Promise<void> {
    await Promise.all(
      this.#parts.channels.map((channel) =>
        this.#deliverTo(channel, notification, signal).catch((error: Error) =>
          this.#parts.log(`${notification.id} could not be told to ${channel.name}: ${error.message}`),
        ),
      ),
    );
  }

  async #deliverTo(
    { name, notifier }: Channel,
    notification: Notification,
    signal: AbortSignal,
  ): Promise<void> {
    const claim = await this.#claim(notification.id, name);
    if (!claim) return;
    const { ledger, clock, log } = this.#parts;
    const over = new AbortController();
    const both = AbortSignal.any([signal, over.signal]);
    const timer = clock
      .sleep(sendMs, both)
      .then(() => over.abort(new Error(`it took longer than ${sendMs / 1000} s`)))
      .catch(() => {});
    try {
      await notifier.notify(notification, both);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const retry = !isOunceError(error) || error.retry;
      log(`${notification.id} was not told to ${name}: ${why}`);
      await ledger.append([this.#event('notification.failed', { ...claim, why, retry })]);
      return;
    } finally {
      over.abort();
      await timer;
    }
    await ledger.append([this.#event('notification.sent', claim)]);
  }

  /** Undefined when there is nothing to do: it was sent, is being sent, may not be tried, or not yet. */
  async #claim(notificationId: string, channel: string): Promise<NotificationTry | undefined> {
    const { ledger, clock } = this.#parts;
    for (let tries = 1; ; tries += 1) {
      const expectedSeq = ledger.query.head().seq;
      const known = ledger.query.notification(notificationId, channel);
      if (known && !mayTry(known, clock.nowMs())) return undefined;
      const claim = { notificationId, channel, attempt: (known?.attempt ?? 0) + 1 };
      const untilMs = clock.nowMs() + claimMs;
      try {
        await ledger.append([this.#event('notification.claimed', { ...claim, untilMs })], { expectedSeq });
        return claim;
      } catch (error) {
        if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT' || tries === mostTries)
          throw error;
        await ledger.catchUp();
      }
    }
  }

  #event<Kind extends OutboxKind>(kind: Kind, data: EventData[Kind]): NewEvent {
    const { clock, actor } = this.#parts;
    const subject = `notification:${data.notificationId}`;
    return { atMs: clock.nowMs(), actor, subject, kind, data } as NewEvent;
  }
}

/** After a failure twice as long each time, up to an hour. */
function mayTry({ state, retry, attempt, atMs, untilMs = 0 }: NotificationRecord, nowMs: number): boolean {
  switch (state) {
    case 'sent':
      return false;
    case 'claimed':
      return nowMs >= untilMs;
    case 'failed':
      return retry && nowMs >= atMs + Math.min(longestWaitMs, firstWaitMs * 2 ** (attempt - 1));
  }
}
