import { afterEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { type KubernetesWorkload, kubernetesPlatform } from '../../../src/connectors/kubernetes/index.ts';
import { type ApiServer, type Fault, refusal, type Seen, serveApi } from './api-server.ts';
import { Cluster } from './cluster.ts';

const slept: number[] = [];
const clock = { ...systemClock(), sleep: async (ms: number) => void slept.push(ms) };
const ref = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
const closing: (() => Promise<unknown>)[] = [];
let api: ApiServer;
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

async function start(replicas = 3, workload: Partial<KubernetesWorkload> = {}, timeoutMs = 2_000) {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', replicas, workload.kind === 'StatefulSet' ? 'statefulsets' : 'deployments');
  cluster.step();
  api = await serveApi(cluster);
  const services = {
    consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop', ...workload },
  } as const;
  const platform = kubernetesPlatform({
    ...{ clock, region: 'eu-1', access: { server: api.url }, services, timeoutMs },
  });
  closing.push(api.close, () => platform.close({ stop: false }));
  return { cluster, platform };
}

/** The first `times` requests that match are answered so. */
function fault(times: number, matches: (request: Seen) => boolean, answer: ReturnType<Fault>): void {
  let left = times;
  api.faults.push((request) => (matches(request) && left-- > 0 ? answer : undefined));
}
const isPatch = ({ method }: Seen) => method === 'PATCH';
const isPods = ({ path }: Seen) => path.endsWith('/pods');
const conflict = refusal(409, 'Conflict', 'the object has been modified');
const errorOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error) => error,
  );

describe('an API server that says no', () => {
  test('conflict: the workload is read and written anew', async () => {
    const { cluster, platform } = await start();
    fault(2, isPatch, conflict);
    await platform.scale(ref, 5, signal);
    expect(cluster.get('deployments', 'consumer').spec.replicas).toBe(5);
    expect(api.requests.filter(isPatch)).toHaveLength(3);
  });

  test('conflict without an end: the order fails, and may be given again', async () => {
    const { cluster, platform } = await start();
    fault(99, isPatch, conflict);
    expect(await errorOf(platform.scale(ref, 5, signal))).toMatchObject({ retry: true });
    expect(cluster.get('deployments', 'consumer').spec.replicas).toBe(3);
  });

  test('429 with Retry-After: it waits as long as it is told, then asks again', async () => {
    const { platform } = await start();
    const busy = { ...refusal(429, 'TooManyRequests', 'too many requests'), headers: { 'retry-after': '1' } };
    fault(1, isPods, busy);
    slept.length = 0;
    expect((await platform.status(ref, signal)).instances).toHaveLength(3);
    expect(slept).toEqual([1_000]);
  });

  test('429 with a long Retry-After: nobody waits, the next decision asks', async () => {
    const { platform } = await start();
    fault(1, isPods, { ...refusal(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': '60' } });
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({
      retry: true,
      message: expect.stringContaining('429: slow down'),
    });
    expect(api.requests.filter(isPods)).toHaveLength(1);
  });

  test.each([500, 502, 503])('%d: the status is not known, rather than half known', async (status) => {
    const { platform } = await start();
    fault(9, isPods, refusal(status, 'InternalError', 'etcd is away'));
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({
      code: 'OUNCE_E_PLATFORM',
      retry: true,
    });
  });

  test('403 names the rights, and no retry helps', async () => {
    const { platform } = await start();
    fault(1, isPatch, refusal(403, 'Forbidden', 'cannot patch deployments/scale'));
    expect(await errorOf(platform.scale(ref, 4, signal))).toMatchObject({
      retry: false,
      message: expect.stringContaining('cannot patch deployments/scale'),
      mend: expect.stringContaining('docs/connectors/kubernetes.md'),
    });
  });

  test('no answer: it gives up after its time, and the next question is answered', async () => {
    const { platform } = await start(3, {}, 100);
    fault(1, isPods, 'hang');
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({
      retry: true,
      message: expect.stringContaining('no answer within 100 ms'),
    });
    expect((await platform.status(ref, signal)).instances).toHaveLength(3);
  });

  test('an answer that is not of this API is no answer', async () => {
    const { platform } = await start();
    fault(1, isPods, { status: 200, body: { items: 'many' } });
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({
      message: expect.stringContaining('cannot be understood'),
    });
  });
});

describe('long lists', () => {
  test('all pages are read, and each pod is there once', async () => {
    const { platform } = await start(1_203);
    const { instances } = await platform.status(ref, signal);
    expect(new Set(instances.map(({ id }) => id)).size).toBe(1_203);
    expect(api.requests.filter(isPods)).toHaveLength(3);
  });

  test('410 under way: the list is begun anew', async () => {
    const { platform } = await start(1_203);
    fault(
      1,
      ({ query }) => query.has('continue'),
      refusal(410, 'Expired', 'The continue parameter is too old'),
    );
    const { instances } = await platform.status(ref, signal);
    expect(new Set(instances.map(({ id }) => id)).size).toBe(1_203);
    expect(api.requests.filter(isPods)).toHaveLength(5);
  });

  test('410 again and again: no answer', async () => {
    const { platform } = await start(1_203);
    fault(99, ({ query }) => query.has('continue'), refusal(410, 'Expired', 'too old'));
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({ retry: true });
  });

  test('a page that is missing: no answer, rather than fewer replicas', async () => {
    const { platform } = await start(1_203);
    fault(9, ({ query }) => query.has('continue'), refusal(500, 'InternalError', 'broken'));
    expect(await errorOf(platform.status(ref, signal))).toMatchObject({ retry: true });
  });

  test('services that ask together share one listing', async () => {
    const { platform } = await start();
    await Promise.all(Array.from({ length: 50 }, () => platform.status(ref, signal)));
    expect(api.requests).toHaveLength(3);
  });

  test('one who asks after an order is not told what was before it', async () => {
    const { platform } = await start();
    const before = platform.status(ref, signal);
    await platform.scale(ref, 9, signal);
    expect((await platform.status(ref, signal)).desired).toBe(9);
    await before;
  });
});

describe('restarts', () => {
  test('a PodDisruptionBudget holds a restart back, and is named; nothing is deleted past it', async () => {
    const { cluster, platform } = await start(2);
    cluster.budgets.set('consumer', 2);
    const [{ id } = { id: '' }] = (await platform.status(ref, signal)).instances;
    const error = await errorOf(platform.restart(ref, id, signal, { unresponsive: true }));
    expect(error).toMatchObject({
      code: 'OUNCE_E_HELD_BACK',
      retry: true,
      message: expect.stringMatching(/^held back by a PodDisruptionBudget: /),
    });
    expect(cluster.podsOf('consumer')).toHaveLength(2);
    expect(new Set(api.requests.map(({ method }) => method))).toEqual(new Set(['GET', 'POST']));
    expect(api.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  });

  test('one that answers nobody gets one second; others their own time', async () => {
    const { platform } = await start(3);
    const [first, second] = (await platform.status(ref, signal)).instances;
    await platform.restart(ref, first!.id, signal, { unresponsive: true });
    await platform.restart(ref, second!.id, signal);
    const options = api.requests.flatMap(({ body }) => body?.deleteOptions ?? []);
    expect(options).toEqual([
      { preconditions: { uid: expect.any(String) }, gracePeriodSeconds: 1 },
      { preconditions: { uid: expect.any(String) } },
    ]);
  });

  test('a successor of the same name is not evicted in its place', async () => {
    const { cluster, platform } = await start(1, { kind: 'StatefulSet' });
    await platform.status(ref, signal);
    api.faults.push(({ method }) => {
      if (method === 'POST' && cluster.podsOf('consumer').length === 1) {
        cluster.remove('consumer-0');
        cluster.step();
      }
      return undefined;
    });
    expect(await errorOf(platform.restart(ref, 'consumer-0', signal))).toMatchObject({
      message: expect.stringContaining('Precondition failed'),
    });
    expect(cluster.podsOf('consumer')).toHaveLength(1);
  });

  test('a rollout replaces all; while one is under way the next is held back', async () => {
    const { cluster, platform } = await start(2, { restart: 'rollout' });
    cluster.step();
    const [{ id } = { id: '' }] = (await platform.status(ref, signal)).instances;
    await platform.restart(ref, id, signal);
    const { template } = cluster.get('deployments', 'consumer').spec;
    expect(Date.parse(template.metadata.annotations['kubectl.kubernetes.io/restartedAt'])).toBeGreaterThan(0);
    expect(await errorOf(platform.restart(ref, id, signal))).toMatchObject({
      retry: true,
      message: expect.stringContaining('held back: a rollout of Deployment consumer is under way'),
    });
  });
});
