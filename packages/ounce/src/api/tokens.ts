import { createHash, randomBytes } from 'node:crypto';
import { OunceError, type Role, roles } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import type { Caller } from './context.ts';

/** The ledger keeps only this of a token. Tokens are 256 random bits, so a plain hash cannot be guessed back. */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** Makes a token, writes its hash into the ledger and returns the token itself: it is never seen again. */
export async function createToken(
  ledger: Ledger,
  clock: Clock,
  { role, label, actor }: { role: Role; label: string; actor: string },
): Promise<{ id: string; token: string; role: Role; label: string; createdAtMs: number }> {
  const token = `ounce_${randomBytes(32).toString('base64url')}`;
  const sha256 = hashOf(token);
  const tokenId = sha256.slice(0, 12);
  const createdAtMs = clock.nowMs();
  const data = { tokenId, role, sha256, label };
  await ledger.append([
    { atMs: createdAtMs, actor, subject: `token:${tokenId}`, kind: 'token.created', data },
  ]);
  return { id: tokenId, token, role, label, createdAtMs };
}

/** An admin token when there is none yet; undefined otherwise. */
export async function firstToken(ledger: Ledger, clock: Clock): Promise<string | undefined> {
  if (ledger.query.tokens().some((token) => token.revokedAtMs === undefined)) return undefined;
  const made = await createToken(ledger, clock, {
    role: 'admin',
    label: 'made at the first start',
    actor: 'governor',
  });
  return made.token;
}

/** Who the header speaks for. Throws `OUNCE_E_UNAUTHORISED`. */
export function callerOf(ledger: Ledger, authorization: string | undefined): Caller {
  const token = authorization?.match(/^Bearer (\S+)$/i)?.[1];
  if (!token) throw new OunceError('OUNCE_E_UNAUTHORISED', 'The request has no bearer token.');
  const record = ledger.query.tokenByHash(hashOf(token));
  if (!record) throw new OunceError('OUNCE_E_UNAUTHORISED', 'The token is not known, or was revoked.');
  return { role: record.role, tokenId: record.id, actor: `token:${record.id}` };
}

/** Roles include those before them: a viewer looks, an operator also acts, an admin also hands out tokens. */
export function mustBe(least: Role, { role }: Caller): void {
  if (roles.indexOf(role) >= roles.indexOf(least)) return;
  throw new OunceError('OUNCE_E_UNAUTHORISED', `This needs the role ${least}; the token has ${role}.`);
}
