import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve({ incidentTypes: { certificate_expired: 'Certificate expired' } });
});
afterAll(() => served.close());

const get = async (path: string) => (await served.ask('GET', path, { as: 'viewer' })).body;
const set = (id: string, body: object) => served.ask('PATCH', `/api/targets/${id}`, { as: 'operator', body });
const backlog = async () =>
  (await get('/api/effectiveness?type=queue_backlog')).types[0] as Record<string, unknown>;

test('targets of the catalogue stand beside what was measured, claims as claims, and both ways of changing them hold at once', async () => {
  expect(await backlog()).toMatchObject({ targetPerMonth: 0.5, targetMinutesToRecover: null, claimed: null });
  expect((await get('/api/effectiveness')).customers).toBeNull();
  await served.ask('POST', '/api/catalogue/starter', { as: 'operator', body: {} });
  const claims = { incidentsPerMonth: { before: 3, after: 0.5 }, minutesToRecover: { before: 25, after: 3 } };
  expect(await backlog()).toMatchObject({
    ...{ targetPerMonth: 0.5, targetMinutesToRecover: 3, claimed: claims },
    // Nothing was measured, whatever is claimed.
    rate: { count: 0 },
    ...{ before: null, after: null },
  });
  expect((await get('/api/effectiveness')).customers).toMatchObject({
    ...{ availability: 0.9998, creditsDownPercent: 65, ticketsDownPercent: 45 },
  });
  expect(await set('queue_backlog', { incidentsPerMonth: 1, without: ['minutesToRecover'] })).toMatchObject({
    status: 200,
    body: { version: 2, incidentsPerMonth: 1, claimed: claims },
  });
  expect(await backlog()).toMatchObject({ targetPerMonth: 1, targetMinutesToRecover: null });
  const rules = (await get('/api/recurrence-rules')).items as { type: string; perMonth: number }[];
  expect(rules.find(({ type }) => type === 'queue_backlog')?.perMonth).toBe(1);
  expect(rules.find(({ type }) => type === 'latency_spike')?.perMonth).toBe(1.5);
});

test("a service without a target of its own is held against the customers'", async () => {
  const atMs = Date.now() - 3 * 86_400_000;
  await served.context.ledger.append([
    {
      ...{ atMs, actor: 'governor', subject: 'fleet', kind: 'governor.started' },
      data: { version: '1', fleet: 'shop', governor: 'a' },
    },
  ]);
  await set('customers', { availability: 0.99 });
  const { services } = await get('/api/effectiveness');
  const gateway = (services as { service: string; budget: unknown }[]).find(
    (one) => one.service === 'gateway',
  );
  expect(gateway?.budget).toMatchObject({ target: 0.99 });
});

test('what is nobody’s target, or was changed meanwhile, is refused with what helps', async () => {
  expect(await set('nonsense', { incidentsPerMonth: 1 })).toMatchObject({
    ...{ status: 400, body: { code: 'OUNCE_E_BAD_REQUEST', mend: expect.stringContaining('queue_backlog') } },
  });
  expect(await set('customers', { incidentsPerMonth: 1 })).toMatchObject({ status: 400 });
  expect(await set('queue_backlog', { availability: 0.9 })).toMatchObject({ status: 400 });
  expect(await set('queue_backlog', { incidentsPerMonth: -1 })).toMatchObject({ status: 400 });
  expect(await set('certificate_expired', { minutesToRecover: 30 })).toMatchObject({ status: 200 });
  expect(await set('certificate_expired', { minutesToRecover: 20, baseVersion: 0 })).toMatchObject({
    ...{ status: 409, body: { details: { theirs: { version: 1, minutesToRecover: 30 } } } },
  });
  expect((await served.ask('PATCH', '/api/targets/customers', { as: 'viewer', body: {} })).status).toBe(403);
});
