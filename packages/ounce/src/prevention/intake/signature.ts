import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Whether one of the signatures in `X-PagerDuty-Signature: v1=HEX[,v1=HEX…]` is over exactly these bytes with one of the secrets.
 * Several secrets hold while one is replaced by the next; all are tried in the same time whatever the header says.
 * https://developer.pagerduty.com/docs/verifying-signatures
 */
export function isSigned(body: Buffer, header: string | undefined, secrets: readonly string[]): boolean {
  const given = (header ?? '')
    .split(',')
    .slice(0, 10)
    .flatMap((part) => /^\s*v1=([0-9a-f]{64})\s*$/i.exec(part)?.[1] ?? [])
    .map((hex) => Buffer.from(hex, 'hex'));
  let found = false;
  for (const secret of secrets) {
    const right = createHmac('sha256', secret).update(body).digest();
    for (const signature of given) found = timingSafeEqual(right, signature) || found;
  }
  return found;
}
