import { Agent, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';
import { type MalformedRequest, malformed } from './malformed.ts';

const token = 'intake-token-of-the-tests';
const count = 10_000;
const atOnce = 20;
const seed = 20_261;

let served: Served;
const agent = new Agent({ keepAlive: true, maxSockets: atOnce });
beforeAll(async () => {
  served = await serve({ intake: { token } });
});
afterAll(async () => {
  agent.destroy();
  await served.close();
});

function send({ path, contentType, body }: MalformedRequest, as = served.tokens.operator): Promise<number> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': contentType,
      'content-length': body.length,
      authorization: `Bearer ${as}`,
    };
    request(`${served.url}/api/intake/${path}`, { method: 'POST', headers, agent }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode ?? 0));
    })
      .on('error', reject)
      .end(body);
  });
}

test(`${count} malformed bodies (seed ${seed}): each is refused, nothing is stored, and the next good one is taken`, async () => {
  // The governor writes for itself meanwhile; what counts is what was written for those who send.
  const stored: string[] = [];
  const stop = served.context.ledger.subscribe((events) => {
    for (const { actor, kind } of events)
      if (actor !== 'governor' && !actor.startsWith('control:')) stored.push(kind);
  });
  const requests = malformed(seed);
  const odd: { status: number; path: string; body: string }[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < count) {
      sent += 1;
      const one = requests.next().value;
      const status = await send(one);
      if (status < 400 || status > 499)
        odd.push({
          status,
          path: `${one.path} ${one.contentType}`,
          body: one.body.toString('utf8').slice(0, 300),
        });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  expect(odd).toEqual([]);
  expect(stored).toEqual([]);
  const good = {
    path: 'events',
    contentType: 'application/json',
    body: Buffer.from('{"event":"opened","id":"g"}'),
  };
  expect(await send(good)).toBe(200);
  expect(stored).toEqual(['incident.opened']);
  stop();
});

test('a body that is too large is refused before it is read', async () => {
  const body = Buffer.alloc(2 << 20, 0x20);
  expect(await send({ path: 'alertmanager', contentType: 'application/json', body }).catch(() => 413)).toBe(
    413,
  );
});
