import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CapacityCalendar, CapacityWeekView, MonitoringResolution } from '../../../src/api/types.ts';
import { type Served, serve } from './served.ts';

const hourMs = 3_600_000;
const of = { service: 'consumer', region: 'local' };
const week = `/api/capacity/${of.service}/${of.region}`;
let served: Served;

beforeAll(async () => {
  served = await serve();
  const { history, clock } = served.context;
  const nowMs = Math.floor(clock.nowMs() / hourMs) * hourMs;
  for (let atMs = nowMs - 28 * 24 * hourMs; atMs < nowMs; atMs += hourMs / 4) {
    const arrivals = 20 + 10 * Math.sin((atMs / hourMs) * (Math.PI / 12));
    history.record({ ...of, series: 'arrivalRate' }, atMs, arrivals);
    history.record({ ...of, series: 'readyReplicas' }, atMs, 4);
  }
});
afterAll(() => served.close());

const asOperator = (method: 'POST' | 'DELETE', path: string, body?: object) =>
  served.ask(method, path, { as: 'operator', ...(body ? { body } : {}) });
const weekOf = async () => {
  const { body } = await served.ask('GET', week, { as: 'viewer' });
  const view = body as CapacityWeekView;
  if (view.kind === 'unknown') throw new Error(view.why);
  return view;
};

test('a launch that is announced is in the week at once, and gone when it is withdrawn', async () => {
  const before = await weekOf();
  const { startMs } = before.hours[50]!;
  const launch = { name: 'Big launch', startMs, endMs: startMs + 2 * hourMs, expectedRatio: 3 };
  const { status, body } = await asOperator('POST', '/api/capacity-events', launch);
  expect(status).toBe(200);
  const { id } = body as { id: string };
  expect(id).toBe(`big-launch-${new Date(startMs).toISOString().slice(0, 10)}`);
  const during = await weekOf();
  expect(during.hours[50]!.expected / before.hours[50]!.expected).toBeCloseTo(3, 1);
  expect(during.hours[53]!.expected).toBeCloseTo(before.hours[53]!.expected, 6);
  const listed = (await served.ask('GET', '/api/capacity-events', { as: 'viewer' })).body as CapacityCalendar;
  expect(listed).toMatchObject({ timeZone: 'UTC', events: [{ id, name: 'Big launch' }] });
  expect((await asOperator('DELETE', `/api/capacity-events/${id}`)).status).toBe(200);
  expect((await weekOf()).hours[50]!.expected).toBeCloseTo(before.hours[50]!.expected, 6);
  expect((await asOperator('DELETE', `/api/capacity-events/${id}`)).status).toBe(404);
});

test('a launch of a service that nobody has, or one that ends before it begins, is refused', async () => {
  const launch = { name: 'x', startMs: 2, endMs: 1 };
  expect((await asOperator('POST', '/api/capacity-events', launch)).status).toBe(400);
  const nobody = { name: 'x', startMs: 1, endMs: 2, services: ['nobody'] };
  expect((await asOperator('POST', '/api/capacity-events', nobody)).status).toBe(404);
  expect((await served.ask('POST', '/api/capacity-events', { as: 'viewer', body: nobody })).status).toBe(403);
});

test('the steps of a load test say more than a service that was never under pressure', async () => {
  expect((await weekOf()).capacity.basis).toBe('at-least');
  const points = [1, 2, 4, 8, 16, 32, 48].map((concurrency) => ({
    ...{ concurrency, throughput: (20 * concurrency) / (1 + 0.1 * (concurrency - 1)) },
  }));
  const test = { replicas: 1, points, source: 'steps.csv' };
  expect((await asOperator('POST', `${week}/load-tests`, test)).status).toBe(200);
  const { capacity } = await weekOf();
  expect(capacity.basis).toBe('latency');
  expect(capacity.law!.lambda).toBeGreaterThan(10);
  expect(capacity.perReplica.value).toBeGreaterThan(100);
  const noPressure = { ...test, points: [{ throughput: 5 }] };
  expect((await asOperator('POST', `${week}/load-tests`, noPressure)).status).toBe(400);
});

test('past incidents are compared at each resolution that is asked for', async () => {
  const { history, clock } = served.context;
  const nowMs = clock.nowMs();
  for (let s = 0; s < 1800; s += 5)
    history.record({ ...of, series: 'queueDepth' }, nowMs - (3600 - s) * 1000, s >= 600 && s < 1200 ? s : 0);
  const path = '/api/monitoring/resolution?days=1&intervals=60000,10000';
  const answer = (await served.ask('GET', path, { as: 'viewer' })).body as MonitoringResolution;
  const backlog = answer.types.find(({ type }) => type === 'queue_backlog');
  expect(backlog!.incidents).toBeGreaterThanOrEqual(1);
  expect(backlog!.rows[0]!.meanMs!).toBeGreaterThan(backlog!.rows[1]!.meanMs!);
});
