import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Fleet, startFleet } from '../fleet.ts';
import { eventually } from '../process.ts';

type Priority = 'high' | 'normal' | 'low';

let folder: string;
let governor: Server;
let pushed: object;
let fleet: Fleet | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'fleet-gate-'));
  pushed = { admission: { messages: { ratePerSecond: 5, burst: 5, maxWaitMs: 500, leaseMs: 1_500 } } };
  governor = createServer((_, response) => response.end(JSON.stringify(pushed)));
});
afterEach(async () => {
  await fleet?.stop();
  fleet = undefined;
  governor.closeAllConnections();
  governor.close();
  rmSync(folder, { recursive: true, force: true });
});

const listen = (socket: string) => new Promise<void>((resolve) => governor.listen(socket, resolve));
const limited = (current: Fleet) =>
  current.gateway
    .metric('ounce_guard_admission_rate{gate="messages"}')
    .then((rate) => rate !== undefined && rate < 100);

async function send({ gateway }: Fleet, priority: Priority) {
  const answer = await fetch(`${gateway.url}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: randomUUID(), run: 'test', sentAtMs: Date.now(), priority }),
  });
  return { priority, status: answer.status, retryAfter: Number(answer.headers.get('retry-after')) };
}

describe('the gate of the gateway, with a limit that a governor pushes', () => {
  it('lets in the burst and what has its turn in time, asks the rest back, and everybody in when the governor is gone', async () => {
    const socket = join(folder, 's');
    const settings = { GOVERNOR_SOCKET: socket, GUARD_FOLDER: folder, GUARD_FOLLOW_MS: '200' };
    fleet = await startFleet({ consumers: 0, settings });
    const current = fleet;
    await listen(socket);
    await eventually('the limit in force', () => limited(current));

    const all = [
      ...Array.from({ length: 12 }, () => send(current, 'low')),
      ...Array.from({ length: 2 }, () => send(current, 'high')),
    ];
    const answers = await Promise.all(all);
    const accepted = answers.filter(({ status }) => status === 202);
    const askedBack = answers.filter(({ status }) => status === 429);
    expect(accepted.length + askedBack.length).toBe(14);
    expect(accepted.length).toBeGreaterThanOrEqual(5);
    expect(askedBack.length).toBeGreaterThan(2);
    expect(askedBack.every(({ retryAfter }) => retryAfter >= 1 && retryAfter <= 30)).toBe(true);
    expect(answers.filter(({ priority }) => priority === 'high').every(({ status }) => status === 202)).toBe(
      true,
    );
    expect((await current.queue()).waiting).toBe(accepted.length);

    governor.closeAllConnections();
    await new Promise((resolve) => governor.close(resolve));
    await eventually('everybody let in', async () => !(await limited(current)));
    const after = await Promise.all(Array.from({ length: 30 }, () => send(current, 'low')));
    expect(after.every(({ status }) => status === 202)).toBe(true);
  });

  it('has traffic come back with the same messages, each counted once, and none lost', async () => {
    const socket = join(folder, 's');
    const settings = { GOVERNOR_SOCKET: socket, GUARD_FOLDER: folder, GUARD_FOLLOW_MS: '200' };
    await listen(socket);
    fleet = await startFleet({ consumers: 2, settings, traffic: { BASE_RATE: '8', READ_RATE: '0' } });
    const current = fleet;
    await eventually(
      'somebody asked back',
      async () => ((await current.traffic?.metric('fleet_messages_asked_back_total')) ?? 0) > 3,
    );
    pushed = {};
    await eventually('everybody let in', async () => !(await limited(current)));
    await eventually('all accepted that was sent', async () => {
      const beforeMs = Date.now() - 1_000;
      const url = `${current.traffic?.url}/accounting?beforeMs=${beforeMs}`;
      const counts = (await (await fetch(url)).json()) as Record<string, number> & { run: string };
      const { distinct } = await current.handled(`?run=${counts.run}&beforeMs=${beforeMs}`);
      return (
        counts.failed === 0 && counts.inFlight === 0 && counts.sent! > 20 && distinct === counts.accepted
      );
    });
    const offered = await current.gateway.metric('fleet_messages_offered_total');
    const sent = await current.traffic?.metric('fleet_messages_sent_total');
    expect(offered).toBeLessThanOrEqual(sent!);
    expect(offered).toBeGreaterThan(sent! - 20);
  });
});
