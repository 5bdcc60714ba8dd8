import type { FastifyInstance } from 'fastify';
import type { ServiceGuard } from './guard.ts';
import type { HttpClient } from './http-client.ts';
import { messageOf } from './log.ts';

export interface CustomerProfile {
  readonly id: string;
  readonly name: string;
  readonly tier: 'standard' | 'gold';
}

/** How many customers the traffic generator asks about. */
export const customerCount = 20;

export function profileOf(id: string): CustomerProfile {
  return { id, name: `Customer ${id}`, tier: id.endsWith('7') ? 'gold' : 'standard' };
}

/** An answer that was damaged on its way must not be remembered. */
function isProfileOf(body: unknown, wanted: string): body is CustomerProfile {
  const { id, name, tier } = Object(body) as Partial<CustomerProfile>;
  return id === wanted && typeof name === 'string' && (tier === 'standard' || tier === 'gold');
}

/** What is said of a customer of whom nothing is known at the moment: enough to serve them. */
const unknownCustomer = (id: string): CustomerProfile => ({ id, name: 'unknown', tier: 'standard' });

const maxAgeMs = 600_000;

/**
 * `GET /customers/:id` of the gateway: fresh from the profile service, or else what was last heard of the customer, marked
 * with its age (`age`, in seconds, and `x-source`), or else a customer like any other. Without the guard: the profile
 * service's answer, or 503.
 */
export function addCustomerRoute(
  app: FastifyInstance,
  { guard, isOn, call }: ServiceGuard,
  client: HttpClient,
  profileUrl: string,
): void {
  const profiles = guard.fallback<CustomerProfile>('profiles', { maxAgeMs, default: unknownCustomer });
  const ask = (id: string) =>
    call(
      'customer-profile',
      async (context) => {
        const { status, body } = await client.get(`${profileUrl}/customers/${id}`, context);
        if (status !== 200) throw new Error(`the profile service answered ${status}`);
        if (!isProfileOf(body, id)) throw new Error('the profile service answered something else');
        return body;
      },
      { idempotent: true },
    );
  app.get<{ Params: { id: string } }>('/customers/:id', async ({ params: { id } }, reply) => {
    try {
      if (!isOn()) return await ask(id);
      const { value, ...found } = await profiles.get(id, () => ask(id));
      const ageSeconds = 'ageMs' in found ? Math.floor(found.ageMs / 1000) : 0;
      return reply.header('x-source', found.source).header('age', ageSeconds).send(value);
    } catch (error) {
      return reply.code(503).send({ error: 'no_profile', message: messageOf(error) });
    }
  });
}
