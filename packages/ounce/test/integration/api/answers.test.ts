import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type Served, serve, startPage } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
  // Until the first readings are there.
  await vi.waitFor(async () => {
    const { body } = await served.ask('GET', '/api/state', { as: 'viewer' });
    expect(body.services[0].signals.queueDepth.value).toBe(7);
  });
});
afterAll(() => served.close());

const get = (path: string) => served.ask('GET', path, { as: 'viewer' });

/** Opens a stream of server-sent events; `next` reads the data of the next one. */
async function open(path: string) {
  const gone = new AbortController();
  const headers = { authorization: `Bearer ${served.tokens.viewer}` };
  const response = await fetch(served.url + path, { headers, signal: gone.signal });
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    type: response.headers.get('content-type'),
    async next() {
      while (!text.includes('\n\n')) {
        const { done, value } = await reader.read();
        if (done) return undefined;
        text += value;
      }
      const [event = '', ...rest] = text.split('\n\n');
      text = rest.join('\n\n');
      return JSON.parse(event.slice(event.indexOf('data: ') + 6));
    },
    close: () => gone.abort(),
  };
}

describe('a request that cannot be used', () => {
  test.each([
    ['POST', '/api/experiments', { scenario: 'x', durationMs: 'long' }, 'durationMs'],
    ['POST', '/api/experiments', { scenario: 'x', durationMs: 1 }, 'durationMs'],
    ['POST', '/api/experiments', '{ not json', 'JSON'],
    ['POST', '/api/freeze', { resaon: 'x' }, 'resaon'],
    ['POST', '/api/notes', {}, 'text'],
    ['POST', '/api/tokens', { role: 'king', label: 'x' }, 'role'],
    ['PUT', '/api/controls/predictive-scaling/mode', { service: 'consumer' }, 'region'],
    ['GET', '/api/incidents?limit=0', undefined, 'limit'],
    ['GET', '/api/actions?cursor=soon', undefined, 'cursor'],
    ['GET', '/api/series?service=consumer&region=local&signal=colour', undefined, 'signal'],
  ])('%s %s %j is a 400 that names it', async (method, path, body, names) => {
    const answer = await served.ask(method, path, { as: 'admin', body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'OUNCE_E_BAD_REQUEST' } });
    expect(answer.body.message).toContain(names);
    expect(answer.body.mend).toEqual(expect.any(String));
  });

  test.each([
    ['GET', '/api/nothing', undefined],
    ['GET', '/api/experiments/x', undefined],
    ['GET', '/api/experiments/x/watch', undefined],
    ['DELETE', '/api/tokens/x', undefined],
    ['POST', '/api/experiments', { scenario: 'x', durationMs: 5_000 }],
    ['PUT', '/api/controls/x/mode', { service: 'consumer', region: 'local', mode: 'off', reason: 'a test' }],
  ])('%s %s names nothing: 404', async (method, path, body) => {
    const answer = await served.ask(method, path, { as: 'admin', body });
    expect(answer.status).toBe(404);
    expect(Object.keys(answer.body).sort()).toEqual(['code', 'mend', 'message']);
  });
});

describe('the fleet', () => {
  test('has its series at whole, strictly increasing times', async () => {
    await sleep(2_100);
    const { body } = await get('/api/series?service=consumer&region=local&signal=queueDepth');
    const times: number[] = body.timesMs;
    expect(times.length).toBeGreaterThan(1);
    expect(times.every((atMs, i) => Number.isInteger(atMs) && atMs > (times[i - 1] ?? 0))).toBe(true);
    expect(body.values).toEqual(times.map(() => 7));
    const later = await get(
      `/api/series?service=consumer&region=local&signal=queueDepth&sinceMs=${times.at(-1)}`,
    );
    expect(later.body.timesMs[0]).toBe(times.at(-1));
  });

  test('has an empty series for a signal that a service does not have, and none for a service that is not', async () => {
    const none = await get('/api/series?service=gateway&region=local&signal=queueDepth');
    expect(none).toMatchObject({ status: 200, body: { timesMs: [], values: [] } });
    const unknown = await get('/api/series?service=nobody&region=local&signal=queueDepth');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'OUNCE_E_NOT_FOUND' } });
    expect(unknown.body.message).toContain('consumer@local');
  });

  test('is sent at once and then each second, until the client goes', async () => {
    const before = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
    const stream = await open('/api/live');
    expect(stream.type).toContain('text/event-stream');
    const first = await stream.next();
    expect(first).toMatchObject({ fleet: 'shop', freeze: { frozen: false } });
    expect((await stream.next()).atMs).toBeGreaterThan(first.atMs);
    const sentBefore = vi.spyOn(served.context.governor, 'troubles', 'get');
    stream.close();
    await vi.waitFor(() => {
      const now = process.getActiveResourcesInfo().filter((kind) => kind.startsWith('TCP')).length;
      expect(now).toBeLessThanOrEqual(before + 2);
    });
    sentBefore.mockClear();
    await sleep(1_500);
    expect(sentBefore).not.toHaveBeenCalled();
    sentBefore.mockRestore();
  });
});

describe('the freeze', () => {
  test('is set and lifted with reasons, also with a DELETE that has a body or none', async () => {
    const ask = (method: string, body?: unknown) =>
      served.ask(method, '/api/freeze', { as: 'operator', body });
    expect((await ask('POST', { reason: 'migration' })).body).toMatchObject({
      frozen: true,
      reason: 'migration',
      actor: expect.stringMatching(/^token:/),
    });
    expect((await ask('DELETE', { reason: 'done' })).body).toEqual({ frozen: false });
    expect((await ask('POST')).body).toMatchObject({ frozen: true, reason: 'no reason given' });
    expect((await ask('DELETE')).body).toEqual({ frozen: false });
  });
});

describe('the ledger', () => {
  test('gives actions before a number, as it does by its cursor', async () => {
    const { ledger } = served.context;
    const action = { kind: 'scale', from: 1, to: 2 } as const;
    const decision = (i: number) => ({
      ...{ id: `d${i}`, control: 'predictive-scaling', service: 'archive', region: 'local', atMs: i },
      ...{ action, why: 'because', evidence: {}, gradeAtMs: 9 },
    });
    const by = {
      actor: 'control:predictive-scaling',
      subject: 'consumer@local',
      kind: 'action.taken',
    } as const;
    await ledger.append(
      [1, 2, 3].map((i) => ({ ...by, atMs: i, data: { decision: decision(i), action, why: 'because' } })),
    );
    const path = '/api/actions?service=archive&region=local&limit=2';
    const first = (await get(path)).body;
    expect(first.items.map((item: { decisionId: string }) => item.decisionId)).toEqual(['d3', 'd2']);
    const bySeq = (await get(`${path}&beforeSeq=${first.items[1].seq}`)).body;
    const byCursor = (await get(`${path}&cursor=${first.next}`)).body;
    expect(bySeq.items.map((item: { decisionId: string }) => item.decisionId)).toEqual(['d1']);
    expect(byCursor).toEqual(bySeq);
  });

  test('keeps notes and proves that they were not changed', async () => {
    const note = await served.ask('POST', '/api/notes', { as: 'operator', body: { text: 'seen' } });
    const { body } = await served.ask('POST', '/api/ledger/verify', { as: 'viewer' });
    expect(body).toMatchObject({ kind: 'intact', seq: note.body.seq });
  });
});

describe('experiments', () => {
  test('scenarios name what is judged and what carries the fault', async () => {
    const { body } = await get('/api/scenarios');
    expect(body.items).toEqual([
      {
        name: 'small_backlog',
        says: 'A little more than usual.',
        target: 'consumer',
        variants: ['spike', 'ramp'],
        faultTarget: 'traffic',
        faults: ['arrivals × 10'],
      },
    ]);
  });

  test('a detached one goes on unwatched, can be watched to its end, and stays in the live state with its verdict', async () => {
    const body = { scenario: 'small_backlog', durationMs: 6_000, detach: true };
    const started = await served.ask('POST', '/api/experiments', { as: 'operator', body });
    expect(started).toMatchObject({
      status: 200,
      body: { phase: 'steady-state', progress: expect.any(Number) },
    });
    const again = await served.ask('POST', '/api/experiments', { as: 'operator', body });
    expect(again).toMatchObject({ status: 409, body: { code: 'OUNCE_E_EXPERIMENT_REFUSED' } });
    await sleep(4_000);
    const stream = await open(`/api/experiments/${started.body.id}/watch`);
    expect((await stream.next()).phase).toBe('fault');
    let last: { phase: string; verdict?: { kind: string } } | undefined;
    for (let view = await stream.next(); view; view = await stream.next()) last = view;
    expect(last).toMatchObject({ phase: 'finished', verdict: { kind: expect.any(String) } });
    const { body: state } = await get('/api/state');
    expect(state.experiment).toMatchObject({ id: started.body.id, verdict: last?.verdict });
  });

  test('an aborted one has lost its fault', async () => {
    const body = { scenario: 'small_backlog', durationMs: 60_000, detach: true };
    const { body: started } = await served.ask('POST', '/api/experiments', { as: 'operator', body });
    await vi.waitFor(() => expect(served.agent.held.size).toBe(1), 5_000);
    await served.ask('DELETE', `/api/experiments/${started.id}`, { as: 'operator' });
    await vi.waitFor(() => expect(served.agent.held.size).toBe(0), 5_000);
    await vi.waitFor(async () => {
      const { body: view } = await get(`/api/experiments/${started.id}`);
      expect(view.verdict).toMatchObject({ kind: 'aborted', exitCode: 3 });
    }, 5_000);
  });
});

describe('the console', () => {
  test.each(['/', '/queue-backlog?service=consumer&region=local', '/incidents', '/no/such/page.html'])(
    'GET %s is its start page under a strict policy',
    async (path) => {
      const { status, headers, body } = await served.ask('GET', path);
      expect([status, body]).toEqual([200, startPage]);
      const policy = headers.get('content-security-policy') ?? '';
      for (const rule of [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
      ])
        expect(policy).toContain(rule);
      expect(policy).not.toContain('unsafe');
    },
  );

  test('a file is that file, and anything but a GET is not a page', async () => {
    expect((await served.ask('GET', '/mark.svg')).body).toBe('<svg/>');
    expect((await served.ask('POST', '/incidents', { body: {} })).status).toBe(404);
  });

  test('the API is never a page', async () => {
    expect((await get('/api')).status).toBe(404);
    expect((await get('/api/nothing')).body.code).toBe('OUNCE_E_NOT_FOUND');
  });
});

test('the governor’s own metrics are counters and gauges that Prometheus can read', async () => {
  const { body } = await served.ask('GET', '/metrics');
  expect(body).toMatch(/^# TYPE ounce_samples_total counter$/m);
  expect(body).toMatch(/^ounce_samples_total [1-9]/m);
  expect(body).toMatch(/^ounce_desired_replicas\{target="consumer@local"\} 1$/m);
});
