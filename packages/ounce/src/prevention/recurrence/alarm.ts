import type { JournalEvent, Recurrence } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock, Notification } from '../../ports/index.ts';
import { recentMs } from './detector.ts';
import type { Outbox } from './outbox.ts';

const lookEveryMs = 30_000;
const mostPending = 100;

/** What else every channel is told once. */
export interface News {
  /** What an event has to tell. */
  readonly of: (event: JournalEvent) => Notification | undefined;
  /** What may not have got through yet. */
  readonly pending: () => readonly Notification[];
}

/** Sends each recurrence (and other news) out as soon as it is written down, and again and again what did not get through, for three days. */
export function raiseAlarms({
  ledger,
  clock,
  outbox,
  also = [],
}: {
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly outbox: Outbox;
  readonly also?: readonly News[];
}): () => Promise<void> {
  const stopped = new AbortController();
  const underWay = new Set<Promise<void>>();
  const sources = [recurrences(ledger), ...also];
  const raise = (notification: Notification | undefined) => {
    if (!notification || notification.atMs <= clock.nowMs() - recentMs) return;
    const sending: Promise<void> = outbox
      .deliver(notification, stopped.signal)
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
  };
  const unsubscribe = ledger.subscribe((events) => {
    for (const event of events) for (const source of sources) raise(source.of(event));
  });
  const loop = async () => {
    while (!stopped.signal.aborted) {
      if (underWay.size === 0)
        for (const notification of sources.flatMap((source) => source.pending())) raise(notification);
      await clock.sleep(lookEveryMs, stopped.signal).catch(() => {});
    }
  };
  const running = loop();
  return async () => {
    unsubscribe();
    stopped.abort(new Error('the governor stops'));
    await running;
    await Promise.all(underWay);
  };
}

function recurrences({ query }: Pick<Ledger, 'query'>): News {
  return {
    of: (event) => (event.kind === 'recurrence.detected' ? notificationOf(event.data.recurrence) : undefined),
    pending: () => query.recurrences({ limit: mostPending }).items.map(notificationOf),
  };
}

/** The same words on every governor: receivers know it again by its id. */
export function notificationOf(recurrence: Recurrence): Notification {
  const { id, type, service, atMs, says, preventions, chance, incidentIds, rule } = recurrence;
  const [likeliest] = preventions;
  const often =
    chance && chance.withinAYear > 0.05
      ? [
          `By chance alone this rule (${rule.count} within ${rule.windowDays} days) fires within a year with probability ${(chance.withinAYear * 100).toFixed(0)} % at the accepted ${chance.perMonth} a month.`,
        ]
      : [];
  return {
    ...{ id, atMs, kind: 'prevention_failure_detected', severity: 'warning' },
    title: `prevention_failure_detected: ${type}${service === undefined ? '' : ` on ${service}`}`,
    text: [says, ...preventions.map((each) => `${each.id}: ${each.why}`), ...often].join('\n'),
    labels: {
      type,
      ...(service === undefined ? {} : { service }),
      ...(likeliest ? { prevention: likeliest.id } : {}),
      incident: incidentIds.at(-1) ?? '',
    },
  };
}
