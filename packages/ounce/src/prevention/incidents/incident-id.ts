import { createHash } from 'node:crypto';

/** Letters and digits that are not mistaken for each other when read out (Crockford's base 32). */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * `INC-` and 60 bits of a hash over what the incident is: the same parts make the same id on every governor, so what is told
 * twice is the same incident even where nobody could look. Among a million incidents two share one with probability 4e-7.
 */
export function incidentIdOf(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest();
  return `INC-${Array.from(hash.subarray(0, 12), (byte) => alphabet[byte & 31]).join('')}`;
}
