import { deliver } from '../../ports/http-delivery.ts';
import type { Clock, Notification, Notifier } from '../../ports/index.ts';
import { alertOf } from './alert.ts';

export interface AlertmanagerOptions {
  readonly clock: Clock;
  /** Of the server, without `/api/v2`. */
  readonly url: string;
  readonly bearerToken?: string;
  /** How long an alert stays active. Default one day. */
  readonly firesForMs?: number;
  /** For one try. Default 5,000. */
  readonly timeoutMs?: number;
  /** Tries altogether, when the answer says that another can help. Default 4. */
  readonly attempts?: number;
}

/**
 * Posts each notification as one alert to Alertmanager's API v2. The same notification has the same labels, which is how
 * Alertmanager knows an alert again: told twice, it is one.
 *
 * @see https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml
 */
export function alertmanagerNotifier(options: AlertmanagerOptions): Notifier {
  const { clock, bearerToken, firesForMs = 86_400_000, timeoutMs = 5_000, attempts = 4 } = options;
  const url = `${options.url.replace(/\/+$/, '')}/api/v2/alerts`;
  const letter = (notification: Notification) => ({
    url,
    headers: {
      'content-type': 'application/json',
      ...(bearerToken && { authorization: `Bearer ${bearerToken}` }),
    },
    body: JSON.stringify([alertOf(notification, firesForMs)]),
  });
  return {
    notify: (notification, signal) =>
      deliver(
        { clock, what: 'Alertmanager', letter: () => letter(notification), timeoutMs, attempts },
        signal,
      ),
    async close() {},
  };
}
