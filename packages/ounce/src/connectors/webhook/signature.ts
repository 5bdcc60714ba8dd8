import { createHmac } from 'node:crypto';

const prefix = 'whsec_';

/**
 * Signs as Standard Webhooks says: HMAC-SHA256 over id, timestamp and body, each after a full stop.
 *
 * @param timestampSeconds seconds since the epoch; receivers refuse old ones, so that nothing can be played back
 * @returns the value of `webhook-signature`
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function sign(secret: string, id: string, timestampSeconds: number, body: string): string {
  const key = secret.startsWith(prefix) ? Buffer.from(secret.slice(prefix.length), 'base64') : secret;
  const text = `${id}.${timestampSeconds}.${body}`;
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
