import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isOunceError } from '@ounce/core';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { checkQuery } from './check-query.ts';
import { type PrometheusOptions, prometheusSource } from './index.ts';
import { sampleTimeQuery } from './sample-time.ts';

const { signal } = new AbortController();
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

type Answer = { status?: number; body: unknown };

/** A stand-in for what a real server cannot easily be made to say. The real one is in the integration tests. */
async function standIn(answer: (form: URLSearchParams) => Answer | 'silence') {
  const asked: { form: URLSearchParams; authorization: string | undefined }[] = [];
  let running = 0;
  let mostAtOnce = 0;
  const server = createServer(async (request, response) => {
    mostAtOnce = Math.max(mostAtOnce, ++running);
    const form = new URLSearchParams(await text(request));
    asked.push({ form, authorization: request.headers.authorization });
    const said = answer(form);
    running--;
    if (said === 'silence') return;
    const { status = 200, body } = said;
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const source = (options: Partial<PrometheusOptions> = {}) =>
    prometheusSource({ clock: systemClock(), url, timeoutMs: 500, ...options });
  return { url, asked, source, mostAtOnce: () => mostAtOnce };
}

const vector = (...result: unknown[]) => ({
  body: { status: 'success', data: { resultType: 'vector', result } },
});
const requests = (...queries: string[]) =>
  queries.map((query, at) => ({ id: `${at}`, query, service: 's', region: 'r', targets: [] }));

describe('read', () => {
  it.each([
    ['nothing', vector(), /finds no series/],
    [
      'two series',
      vector({ metric: { a: '1' }, value: [1, '1'] }, { metric: {}, value: [1, '2'] }),
      /2 series.*"a":"1".*sum/,
    ],
    ['NaN', vector({ metric: {}, value: [1, 'NaN'] }), /is NaN/],
    ['the infinite', vector({ metric: {}, value: [1, '-Inf'] }), /is -Inf/],
    ['a native histogram', vector({ metric: {}, histogram: [1, {}] }), /is NaN/],
    ['a range', { body: { status: 'success', data: { resultType: 'matrix', result: [] } } }, /is a matrix/],
    ['a refusal', { status: 422, body: { status: 'error', error: 'many-to-many' } }, /many-to-many/],
    ['an outage', { status: 503, body: 'upstream is gone' }, /answered 503: upstream is gone/],
    ['that nobody may enter', { status: 401, body: '' }, /does not let Ounce in/],
    ['a web page', { body: '<html>' }, /answered 200: <html>/],
    ['silence', 'silence', /no answer within 500 ms/],
  ] as const)('is missing, with the reason, when the server says %s', async (_, answer, why) => {
    const { source } = await standIn(() => answer as Answer | 'silence');
    const [reading] = await source().read(requests('up + 0'), signal);
    expect(reading).toMatchObject({ id: '0', kind: 'missing', why: expect.stringMatching(why) });
  });

  it('takes the time of the sample as the time of the reading, with warnings or without', async () => {
    const answer = vector({ metric: {}, value: [1700000000.123, '42'] });
    const body = { ...answer.body, warnings: ['a store did not answer'] };
    const { source } = await standIn(() => ({ body }));
    const [reading] = await source().read(requests('up + 0'), signal);
    expect(reading).toEqual({ id: '0', kind: 'value', value: 42, atMs: 1700000000123 });
  });

  it('asks the same question once, few questions at a time, and all for the same moment', async () => {
    const { source, asked, mostAtOnce } = await standIn(() => vector({ metric: {}, value: [1, '1'] }));
    const queries = Array.from({ length: 9 }, (_, at) => `m + ${at}`);
    await source({ batchSize: 1, concurrency: 2 }).read(requests(...queries, ...queries), signal);
    expect(asked.map(({ form }) => form.get('query')).toSorted()).toEqual(queries);
    expect(new Set(asked.map(({ form }) => form.get('time'))).size).toBe(1);
    expect(mostAtOnce()).toBeLessThanOrEqual(2);
  });

  it('asks an unreachable server once for a batch, not again for each of its queries', async () => {
    const { source, asked } = await standIn(() => ({ status: 503, body: '' }));
    const readings = await source().read(requests('a', 'b', 'c'), signal);
    expect(readings.map(({ kind }) => kind)).toEqual(['missing', 'missing', 'missing']);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [{ kind: 'bearer', token: 't' }, 'Bearer t'],
    [{ kind: 'basic', username: 'ada', password: 'x:y' }, `Basic ${btoa('ada:x:y')}`],
    [undefined, undefined],
  ] as const)('shows who it is: %j', async (auth, authorization) => {
    const { source, asked } = await standIn(() => vector());
    await source(auth && { auth }).ping(signal);
    expect(asked[0]?.authorization).toBe(authorization);
  });

  it('tells, when it may not enter, which setting to mend', async () => {
    const { source } = await standIn(() => ({ status: 403, body: '' }));
    const error = await source()
      .ping(signal)
      .catch((thrown: unknown) => thrown);
    expect(isOunceError(error) && error.mend).toMatch(/connectors\.prometheus/);
  });
});

describe('sampleTimeQuery', () => {
  it.each([
    ['up', 'min(timestamp(up))'],
    [' sum( depth{a="}", b=\'x\'} ) ', 'min(timestamp(depth{a="}", b=\'x\'}))'],
    ['rate(c[5m])', undefined],
    ['a + b', undefined],
    ['sum(a) by (b)', undefined],
    ['a offset 5m', undefined],
  ])('of %s is %s', (query, time) => {
    expect(sampleTimeQuery(query)).toBe(time);
  });
});

describe('checkQuery', () => {
  it.each([
    'sum(rate(a{b="("}[5m]))',
    "a{b='}'} # (",
    'a{b=~`\\`}',
    'label_replace(a, "x", "$1", "y", "(.*)")',
  ])('takes %s', (query) => {
    expect(() => checkQuery(query)).not.toThrow();
  });

  it.each([
    ['a) or (b', /character 2 .*closes nothing/],
    ['sum(a', /character 4 .*never closed/],
    ['a{b="c}', /character 5 .*string/],
    ['sum(a]', /character 6 .*closes nothing/],
    [' # only a comment', /empty/],
  ])('refuses %s and says where', (query, message) => {
    expect(() => checkQuery(query)).toThrow(message);
  });
});
