import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drained, type Fleet, startFleet } from '../fleet.ts';
import { eventually, ready } from '../process.ts';

/** What the tables say, past all services. */
async function query<Row extends pg.QueryResultRow>(fleet: Fleet, sql: string): Promise<Row[]> {
  const { url } = await fleet.database.get<{ url: string }>('/connection');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function handledIds(fleet: Fleet): Promise<Set<string>> {
  const rows = await query<{ id: string }>(fleet, 'SELECT id::text FROM handled_message');
  return new Set(rows.map(({ id }) => id));
}

describe('the fleet on an embedded PostgreSQL server', () => {
  let fleet: Fleet;
  const accepted = new Set<string>();
  const send = async (count: number) => {
    for (const id of await fleet.send(count)) accepted.add(id);
  };

  beforeAll(async () => {
    fleet = await startFleet({ consumers: 2, workMs: 200 });
  });
  afterAll(async () => fleet?.stop());

  it('handles every accepted message once, from HTTP through the queue to the table', async () => {
    await send(20);
    await drained(fleet);
    expect(accepted.size).toBe(20);
    expect(await handledIds(fleet)).toEqual(accepted);
    expect(await fleet.handled('?run=test')).toEqual({ distinct: 20, total: 20 });
    expect(await fleet.handled('?run=another')).toEqual({ distinct: 0, total: 0 });
    expect(await fleet.handled('?beforeMs=1000')).toEqual({ distinct: 0, total: 0 });
  });

  it('says so in its metrics', async () => {
    expect(await fleet.gateway.metric('fleet_messages_accepted_total')).toBe(20);
    expect(await fleet.gateway.metric('fleet_queue_depth{queue="messages"}')).toBe(0);
    expect(await fleet.gateway.metric('http_requests_total{code="202"}')).toBe(20);
    const handled = fleet.consumers.map((one) => one.metric('fleet_messages_handled_total'));
    expect((await Promise.all(handled)).reduce<number>((sum, count) => sum + (count ?? 0), 0)).toBe(20);
    expect(await fleet.consumers[0]?.metric('process_cpu_seconds_total')).toBeGreaterThan(0);
  });

  it('counts a message that is sent twice once, and refuses one that is malformed', async () => {
    const post = async (body: unknown) => {
      const answer = await fetch(`${fleet.gateway.url}/messages`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      return answer.status;
    };
    const message = { id: crypto.randomUUID(), run: 'twice', sentAtMs: Date.now() };
    expect(await Promise.all([post(message), post(message)])).toEqual([202, 202]);
    expect(await post({ ...message, id: 'seven' })).toBe(400);
    await drained(fleet);
    expect(await post(message)).toBe(202);
    await drained(fleet);
    expect(await fleet.handled('?run=twice')).toMatchObject({ distinct: 1 });
    accepted.add(message.id);
  });

  it('a consumer killed in mid-work, five times over, loses nothing and counts nothing twice', async () => {
    await send(100);
    for (let killed = 0; killed < 5; killed += 1) {
      const victim = fleet.consumers.at(-1);
      await eventually('work under way', async () => {
        const { waiting, active } = await fleet.queue();
        return waiting > 0 && active > 2;
      });
      await victim?.kill('SIGKILL');
      await ready(await fleet.addConsumer());
    }
    await drained(fleet);
    const [redelivered] = await query<{ count: number }>(
      fleet,
      'SELECT count(*)::int AS count FROM pgboss.job WHERE retry_count > 0',
    );
    expect(redelivered?.count).toBeGreaterThanOrEqual(5);
    expect(await handledIds(fleet)).toEqual(accepted);
  });

  it('consumers that are asked to stop finish what they have claimed, leave the rest, and exit 0', async () => {
    const retriesSql = 'SELECT coalesce(sum(retry_count), 0)::int AS sum FROM pgboss.job';
    const before = await query(fleet, retriesSql);
    await send(40);
    await eventually('work under way', async () => (await fleet.queue()).active > 2);
    const codes = await Promise.all(fleet.consumers.map((consumer) => consumer.kill('SIGTERM')));
    expect(codes.filter((code) => code !== null)).toEqual([0, 0]);
    const left = await fleet.queue();
    expect(left.active).toBe(0);
    expect(left.waiting).toBeGreaterThan(0);
    await Promise.all([fleet.addConsumer(), fleet.addConsumer(), fleet.addConsumer()]);
    await drained(fleet);
    expect(await query(fleet, retriesSql)).toEqual(before);
    expect(await handledIds(fleet)).toEqual(accepted);
  });
});
