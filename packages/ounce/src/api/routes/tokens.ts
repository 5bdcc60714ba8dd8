import { OunceError, roles } from '@ounce/core';
import { z } from 'zod';
import type { ApiContext, Server } from '../context.ts';
import { createToken } from '../tokens.ts';
import { tokenView } from '../types.ts';

export function tokenRoutes(server: Server, { ledger, clock }: ApiContext): void {
  const config = { role: 'admin' } as const;

  server.get(
    '/api/tokens',
    {
      config,
      schema: {
        summary: 'Tokens that are valid',
        response: { 200: z.object({ items: z.array(tokenView) }) },
      },
    },
    async () => ({ items: ledger.query.tokens().filter((token) => token.revokedAtMs === undefined) }),
  );

  server.post(
    '/api/tokens',
    {
      config,
      schema: {
        summary: 'Make a token; it is shown this once',
        body: z.strictObject({ role: z.enum(roles), label: z.string().min(1).max(100) }),
        response: { 200: tokenView.extend({ token: z.string() }) },
      },
    },
    async ({ body, caller }) => createToken(ledger, clock, { ...body, actor: caller.actor }),
  );

  server.delete(
    '/api/tokens/:id',
    {
      config,
      schema: {
        summary: 'Revoke a token',
        params: z.object({ id: z.string() }),
        response: { 200: z.object({ revoked: z.string() }) },
      },
    },
    async ({ params: { id }, caller }) => {
      const known = ledger.query.tokens().some((token) => token.id === id && token.revokedAtMs === undefined);
      if (!known) throw new OunceError('OUNCE_E_NOT_FOUND', `There is no valid token ${id}.`);
      await ledger.append([
        {
          atMs: clock.nowMs(),
          actor: caller.actor,
          subject: `token:${id}`,
          kind: 'token.revoked',
          data: { tokenId: id },
        },
      ]);
      return { revoked: id };
    },
  );
}
