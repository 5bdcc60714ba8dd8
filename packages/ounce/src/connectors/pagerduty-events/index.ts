import { deliver } from '../../ports/http-delivery.ts';
import type { Clock, Notification, Notifier } from '../../ports/index.ts';
import { pagerDutyEvent } from './event.ts';

export interface PagerDutyOptions {
  readonly clock: Clock;
  /** The integration key of an Events API v2 integration; it is a secret. */
  readonly routingKey: string;
  /** Default https://events.pagerduty.com/v2/enqueue */
  readonly url?: string;
  /** For one try. Default 5,000. */
  readonly timeoutMs?: number;
  /** Tries altogether, when the answer says that another can help. Default 4. */
  readonly attempts?: number;
}

/**
 * Triggers an alert through PagerDuty's Events API v2. The notification's id is the `dedup_key`: told twice, it is one.
 *
 * @see https://developer.pagerduty.com/docs/events-api-v2-overview
 */
export function pagerDutyNotifier(options: PagerDutyOptions): Notifier {
  const { clock, routingKey, timeoutMs = 5_000, attempts = 4 } = options;
  const { url = 'https://events.pagerduty.com/v2/enqueue' } = options;
  const letter = (notification: Notification) => ({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(pagerDutyEvent(notification, routingKey)),
  });
  return {
    notify: (notification, signal) =>
      deliver({ clock, what: 'PagerDuty', letter: () => letter(notification), timeoutMs, attempts }, signal),
    async close() {},
  };
}
