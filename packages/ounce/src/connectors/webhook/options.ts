import type { Clock } from '../../ports/index.ts';

/** Options of `webhookNotifier`. */
export interface WebhookOptions {
  readonly clock: Clock;
  readonly url: string;
  /** Signs each notification. `whsec_…` is base64 (Standard Webhooks); anything else is taken as it is. Unsigned when absent. */
  readonly secret?: string;
  /** Sent with each notification. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one try. Default 10,000. */
  readonly timeoutMs?: number;
  /** Tries altogether, when the receiver's answer says that another can help. Default 4. */
  readonly attempts?: number;
}
