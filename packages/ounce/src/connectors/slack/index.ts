import { deliver } from '../../ports/http-delivery.ts';
import type { Clock, Notification, Notifier } from '../../ports/index.ts';
import { slackMessage } from './message.ts';

export interface SlackOptions {
  readonly clock: Clock;
  /** An incoming webhook of Slack, Mattermost, Rocket.Chat, …; it is a secret. */
  readonly url: string;
  /** For one try. Default 5,000. */
  readonly timeoutMs?: number;
  /** Tries altogether, when the answer says that another can help. Default 4. */
  readonly attempts?: number;
}

/** Posts to a Slack-compatible incoming webhook. The receiver knows no ids: what is sent twice is shown twice. */
export function slackNotifier({ clock, url, timeoutMs = 5_000, attempts = 4 }: SlackOptions): Notifier {
  const letter = (notification: Notification) => ({
    url,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(slackMessage(notification)),
  });
  return {
    notify: (notification, signal) =>
      deliver(
        { clock, what: 'Slack webhook', letter: () => letter(notification), timeoutMs, attempts },
        signal,
      ),
    async close() {},
  };
}
