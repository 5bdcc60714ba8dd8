import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import {
  type PrometheusOptions,
  prometheusSource,
  readRange,
} from '../../../src/connectors/prometheus/index.ts';
import { metricSourceContract } from '../../../src/ports/metric-source.contract.ts';
import { freePort, type PrometheusServer, prometheusBinary, startPrometheus } from './prometheus-server.ts';

const title = 'a real Prometheus server';
const skip = prometheusBinary
  ? ''
  : ' (skipped: prometheus is not installed; on Debian: apt-get install prometheus)';

describe.skipIf(!prometheusBinary)(`${title}${skip}`, () => {
  const exposed = 'queue_depth{queue="orders"} 42\nqueue_depth{queue="returns"} 8\nqueue_age_seconds NaN\n';
  const clock = systemClock();
  const { signal } = new AbortController();
  let server: PrometheusServer;
  const source = (options: Partial<PrometheusOptions> = {}) =>
    prometheusSource({ clock, url: server.url, ...options });
  const ask = async (queries: readonly string[], options?: Partial<PrometheusOptions>) => {
    const ref = { service: 'consumer', region: 'local', targets: [] };
    const requests = queries.map((query, at) => ({ id: String(at), query, ...ref }));
    const readings = await source(options).read(requests, signal);
    return readings.map((reading) => (reading.kind === 'value' ? reading.value : reading.why));
  };

  beforeAll(async () => {
    server = await startPrometheus(exposed);
  });
  afterAll(() => server?.close());

  metricSourceContract(async () => {
    const down = `http://127.0.0.1:${await freePort()}`;
    return {
      source: source(),
      present: { query: 'queue_depth{queue="orders"}', targets: [], value: 42 },
      absent: { query: 'queue_depth{queue="nobody’s"}', targets: [] },
      notANumber: { query: 'queue_age_seconds', targets: [] },
      malformedQuery: 'sum(queue_depth',
      unreachable: { source: source({ url: down }), asked: { query: 'queue_depth', targets: [] } },
      close: async () => {},
    };
  });

  it('reads many queries in one, of every kind, and keeps them apart', async () => {
    const queries = ['sum(queue_depth)', 'queue_depth', '42 # a scalar', 'max(queue_depth) # (', 'vector(7)'];
    const [sum, several, scalar, max, seven] = await ask(queries);
    expect({ sum, scalar, max, seven }).toEqual({ sum: 50, scalar: 42, max: 42, seven: 7 });
    expect(several).toMatch(/2 series/);
  });

  it('reads two weeks by the minute, in as many requests as the server allows, without a gap or a repeat', async () => {
    const [sinceMs, stepMs] = [1_700_000_000_000, 60_000];
    const count = 14 * 24 * 60;
    const over = { query: 'vector(time())', sinceMs, untilMs: sinceMs + count * stepMs, stepMs };
    const { timesMs, values } = await readRange({ clock, url: server.url }, over, signal);
    const expected = Array.from({ length: count }, (_, i) => sinceMs + i * stepMs);
    expect(Array.from(timesMs)).toEqual(expected);
    expect(Array.from(values)).toEqual(expected.map((atMs) => atMs / 1000));
  });

  it('says what is wrong with a query over a time', async () => {
    const over = { sinceMs: Date.now() - 60_000, untilMs: Date.now() + 60_000, stepMs: 1_000 };
    const ask = (query: string) => readRange({ clock, url: server.url }, { ...over, query }, signal);
    await expect(ask('queue_depth')).rejects.toThrow(/gives 2 series; sum or max them/);
    await expect(ask('sum(queue_depth')).rejects.toThrow(/cannot be used over a time/);
    expect(await ask('nothing_of_that_name')).toEqual({
      timesMs: new Float64Array(),
      values: new Float64Array(),
    });
  });

  it('answers the good queries of a batch when one means nothing to the server', async () => {
    const [bad, good] = await ask(['no_such_function(queue_depth)', 'sum(queue_depth)']);
    expect(bad).toMatch(/unknown function/);
    expect(good).toBe(50);
  });

  it('gives the same answers in batches as one by one', async () => {
    const queries = [
      'sum(queue_depth)',
      'avg(queue_depth)',
      'count(queue_depth)',
      'up',
      'absent(up)',
      '0 / 0',
    ];
    expect(await ask(queries)).toEqual(await ask(queries, { batchSize: 1 }));
  });

  it('says when readings were true, near enough to now', async () => {
    const request = { id: 'a', query: 'up', service: 's', region: 'r', targets: [] };
    const [reading] = await source().read([request], signal);
    expect(reading?.kind === 'value' && Math.abs(reading.atMs - clock.nowMs())).toBeLessThan(60_000);
  });

  it('has no value for samples that are older than the look-back', async () => {
    const old = 'queue_depth{queue="orders"} offset 1d';
    expect((await ask([old]))[0]).toMatch(/no series, or none with a recent sample/);
    const stamped = Date.now() - 20_000;
    server.says(`${exposed}stamped_depth 5 ${stamped}\n`);
    await eventually(async () => (await ask(['stamped_depth'], { lookbackMs: 120_000 }))[0] === 5);
    expect((await ask(['stamped_depth'], { lookbackMs: 5000 }))[0]).toMatch(/recent|too long ago/);
  });

  it('says when a sample was taken, not when it was asked for', async () => {
    const stamped = Date.now() - 15_000;
    server.says(`${exposed}stamped_age 5 ${stamped}\n`);
    await eventually(async () => (await ask(['stamped_age']))[0] === 5);
    const requests = ['stamped_age', 'max(stamped_age{})'].map((query) => ({
      ...{ id: query, query, service: 's', region: 'r', targets: [] },
    }));
    for (const reading of await source().read(requests, signal)) {
      expect(reading).toMatchObject({ kind: 'value', atMs: stamped });
    }
  });

  it('has no value soon after the exporter is gone', async () => {
    server.says(undefined);
    await eventually(async () => typeof (await ask(['sum(queue_depth)']))[0] === 'string');
    server.says(exposed);
    await eventually(async () => (await ask(['sum(queue_depth)']))[0] === 50);
  });
});

async function eventually(is: () => Promise<boolean>): Promise<void> {
  for (const giveUpMs = performance.now() + 60_000; !(await is()); await sleep(200)) {
    if (performance.now() > giveUpMs) throw new Error('it did not come true within a minute');
  }
}
