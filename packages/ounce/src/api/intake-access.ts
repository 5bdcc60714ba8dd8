import { createHash, timingSafeEqual } from 'node:crypto';
import { OunceError } from '@ounce/core';
import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/index.ts';
import { isSigned } from '../prevention/intake/index.ts';
import type { Caller } from './context.ts';

/** Who sends with the intake's own token or signature: may tell of incidents, and nothing else. */
const intakeCaller = (name: string): Caller => ({
  role: 'operator',
  tokenId: 'intake',
  actor: `intake:${name}`,
});

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Whether the header carries the intake's own token; undefined for every other one, which may still be somebody's. */
export function callerOfIntake({ intake }: Config, { headers }: FastifyRequest): Caller | undefined {
  const given = headers.authorization?.match(/^Bearer (\S+)$/i)?.[1];
  if (given === undefined || intake.token === undefined) return undefined;
  return timingSafeEqual(digest(given), digest(intake.token)) ? intakeCaller('token') : undefined;
}

/** Once there are secrets, only what is signed with one of them is taken. */
export function isSignatureAsked({ intake }: Config): boolean {
  return intake.pagerduty.secrets.length > 0;
}

/** Throws OUNCE_E_UNAUTHORISED for a body that is not signed with one of the secrets. */
export function callerOfSignature({ intake }: Config, { headers }: FastifyRequest, body: Buffer): Caller {
  const signature = headers['x-pagerduty-signature'];
  const header = Array.isArray(signature) ? signature.join(',') : signature;
  if (isSigned(body, header, intake.pagerduty.secrets)) return intakeCaller('pagerduty');
  throw new OunceError(
    'OUNCE_E_UNAUTHORISED',
    header === undefined
      ? 'The request has no X-PagerDuty-Signature.'
      : 'The signature is not over this body with one of the secrets.',
    { mend: 'Put the secret of the webhook subscription into `intake.pagerduty.secrets`.' },
  );
}
