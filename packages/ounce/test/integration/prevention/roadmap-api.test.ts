import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';

const dayMs = 86_400_000;
let served: Served;
beforeAll(async () => {
  served = await serve();
  await send('POST', '/api/catalogue/starter');
});
afterAll(() => served.close());

const get = (path: string) => served.ask('GET', path, { as: 'viewer' });
const send = (method: string, path: string, body: unknown = {}) =>
  served.ask(method, path, { as: 'operator', body });
const inDays = (days: number) =>
  new Date(served.context.clock.nowMs() + days * dayMs).toISOString().slice(0, 10);

interface Row {
  readonly prevention: { readonly id: string; readonly priority: string; readonly initiative?: string };
  readonly mark: { readonly kind: string; readonly says?: string };
  readonly slips: readonly { readonly from: string }[];
}
const rowsOf = async (quarter: string): Promise<readonly Row[]> =>
  (await get(`/api/roadmap?quarter=${quarter}`)).body.items;
const rowOf = async (id: string): Promise<Row> =>
  (await get('/api/roadmap')).body.items.find(({ prevention }: Row) => prevention.id === id);

describe('the roadmap', () => {
  test('of 2026 has nine initiatives in Q1 and five in Q2, by priority', async () => {
    const { body } = await get('/api/roadmap');
    expect(body.quarters).toEqual([
      { quarter: '2026-Q1', preventions: 9 },
      { quarter: '2026-Q2', preventions: 5 },
    ]);
    const first = await rowsOf('2026-Q1');
    expect(first.map(({ prevention }) => prevention.priority).join(' ')).toBe('P0 P0 P1 P1 P1 P1 P2 P2 P2');
    expect(first[0]?.prevention.initiative).toBe('Health check monitoring + auto-restart');
    expect(first.find(({ prevention }) => prevention.id === 'regular-failover-drills')?.mark.kind).toBe(
      'open_ended',
    );
    expect((await get('/api/roadmap?quarter=soon')).status).toBe(400);
  });

  test('marks what is overdue, and remembers how a target slipped', async () => {
    const id = 'schema-versioning';
    await send('PATCH', `/api/preventions/${id}`, { target: inDays(-3) });
    expect((await rowOf(id)).mark).toEqual({ kind: 'overdue', says: 'Overdue for 3 days.' });
    await send('PATCH', `/api/preventions/${id}`, { target: inDays(30), reason: 'Two people are away.' });
    const { mark, slips } = await rowOf(id);
    expect([mark.kind, slips.map(({ from }) => from)]).toEqual(['on_track', ['2026-02-28', inDays(-3)]]);
  });

  test('goes out as CSV and comes back without a change', async () => {
    const { body } = await get('/api/roadmap/csv');
    expect(body.csv.split('\r\n')[0]).toContain('id,title,initiative,quarter,priority');
    const again = await send('POST', '/api/roadmap/csv', { csv: body.csv });
    expect(again.body).toEqual({ added: [], changed: [], unchanged: 14, bad: [] });
  });

  test('takes CSV in: new ones, changed ones, and lines that cannot be used set aside by number', async () => {
    const csv = [
      ...['id,title,priority,target,status,owner', ',Certificates renewed in time,P0,2027-Q1,planned,Ada'],
      ...['canary-deployments,,P0,2026-04-01,in progress,Bob', 'canary-deployments,,P9,,,'],
      ...[
        'schema-versioning,,,,complete,',
        'nobody-knows-it,,P1,,,',
        'late-too,Late too,P1,2027-02-30,planned,',
      ],
    ].join('\n');
    const dry = await send('POST', '/api/roadmap/csv', { csv, dryRun: true });
    expect(dry.body.added).toEqual(['certificates-renewed-in-time', 'late-too']);
    const { body } = await send('POST', '/api/roadmap/csv', { csv, reason: 'The plan of spring.' });
    expect([body.added, body.changed]).toEqual([['certificates-renewed-in-time'], ['canary-deployments']]);
    expect(body.bad).toEqual([
      { line: 4, says: expect.stringContaining('priority is "P9"') },
      { line: 5, says: expect.stringContaining('cannot be complete') },
      { line: 6, says: expect.stringContaining('needs a title') },
      { line: 7, says: expect.stringContaining('target') },
    ]);
    const { body: canary } = await get('/api/preventions/canary-deployments');
    expect(canary.prevention).toMatchObject({
      owner: 'Bob',
      status: 'in_progress',
      priority: 'P0',
      kind: 'process',
    });
    expect(canary.history.at(-1)).toMatchObject({ reason: 'The plan of spring.' });
    expect((await rowOf('certificates-renewed-in-time')).mark.kind).toBe('on_track');
  });
});
