import { deliver } from '../../ports/http-delivery.ts';
import type { Post } from '../../ports/http-post.ts';
import type { Notification, Notifier } from '../../ports/index.ts';
import type { WebhookOptions } from './options.ts';
import { sign } from './signature.ts';

export type { WebhookOptions } from './options.ts';

/** Posts each notification as JSON, signed as Standard Webhooks says. docs/connectors/webhook.md is for receivers. */
export function webhookNotifier(options: WebhookOptions): Notifier {
  const { clock, url, secret, headers = {}, timeoutMs = 10_000, attempts = 4 } = options;

  /** Made anew for each try, because the signature holds the time of sending. */
  function letter(notification: Notification): Post {
    const body = JSON.stringify(notification);
    const timestampSeconds = Math.floor(clock.nowMs() / 1000);
    return {
      url,
      body,
      headers: {
        ...headers,
        'content-type': 'application/json',
        'webhook-id': notification.id,
        'webhook-timestamp': String(timestampSeconds),
        ...(secret && { 'webhook-signature': sign(secret, notification.id, timestampSeconds, body) }),
      },
    };
  }

  return {
    notify: (notification, signal) =>
      deliver({ clock, what: 'webhook', letter: () => letter(notification), timeoutMs, attempts }, signal),
    async close() {},
  };
}
