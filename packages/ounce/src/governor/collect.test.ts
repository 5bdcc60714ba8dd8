import { describe, expect, it } from 'vitest';
import type { MetricReading, MetricRequest, MetricSource } from '../ports/index.ts';
import { Collector } from './collect.ts';
import type { MetricSpec } from './options.ts';
import { serviceOf, startMs } from './test-service.ts';

const { signal } = new AbortController();
const metric = (name: MetricSpec['signal'], intervalMs: number): MetricSpec => ({
  signal: name,
  query: name,
  source: 'here',
  intervalMs,
});

function collecting(
  answer: (requests: readonly MetricRequest[], nowMs: number) => Promise<readonly MetricReading[]>,
) {
  const service = serviceOf({ metrics: [metric('queueDepth', 10_000), metric('errorRate', 5_000)] });
  const asked: { atMs: number; queries: string[] }[] = [];
  const time = { nowMs: startMs };
  const source: MetricSource = {
    async read(requests) {
      asked.push({ atMs: time.nowMs - startMs, queries: requests.map(({ query }) => query) });
      return answer(requests, time.nowMs);
    },
    checkQuery() {},
    async ping() {},
    async close() {},
  };
  const collector = new Collector(new Map([[service.key, service]]), { here: source }, () => time.nowMs);
  return { service, asked, time, collector };
}

const all = async (requests: readonly MetricRequest[], atMs: number) =>
  requests.map(({ id }): MetricReading => ({ id, kind: 'value', atMs, value: 7 }));

describe('the collector', () => {
  it('asks for each metric on its own grid, all that are due in one question, also when a tick comes late', async () => {
    const { asked, time, collector } = collecting(all);
    for (const afterMs of [0, 1_000, 4_900, 5_200, 9_900, 10_000, 27_000, 30_000]) {
      time.nowMs = startMs + afterMs;
      await collector.collect(signal);
    }
    expect(asked).toEqual([
      { atMs: 0, queries: ['queueDepth', 'errorRate'] },
      { atMs: 5_200, queries: ['errorRate'] },
      { atMs: 10_000, queries: ['queueDepth', 'errorRate'] },
      { atMs: 27_000, queries: ['queueDepth', 'errorRate'] },
      { atMs: 30_000, queries: ['queueDepth', 'errorRate'] },
    ]);
    expect(collector.samples).toBe(9);
  });

  it('goes on reading when the clock was set back', async () => {
    const { asked, time, collector } = collecting(all);
    await collector.collect(signal);
    time.nowMs = startMs - 3_600_000;
    await collector.collect(signal);
    expect(asked).toHaveLength(2);
  });

  it('notes a reading that is missing, and one that the source did not answer, with the reason; never as zero', async () => {
    const { service, time, collector } = collecting(async ([first]) => [
      { id: first!.id, kind: 'missing', why: 'no such series' },
    ]);
    await collector.collect(signal);
    const [depth, errors] = service.series;
    expect(depth!.staleBecause(time.nowMs)).toBe('nothing was read yet (no such series)');
    expect(errors!.staleBecause(time.nowMs)).toBe(
      'nothing was read yet (the source did not answer this question)',
    );
    expect(depth!.lastValue).toBeUndefined();
    expect(service.undecided).toBe(true);
  });

  it('notes why a source failed, and takes the next answer', async () => {
    let isDown = true;
    const { service, time, collector } = collecting((requests, atMs) => {
      if (isDown) throw new Error('it is down');
      return all(requests, atMs);
    });
    await collector.collect(signal);
    expect(service.series[0]!.staleBecause(time.nowMs)).toContain('it is down');
    isDown = false;
    time.nowMs += 10_000;
    await collector.collect(signal);
    expect(service.series[0]!.lastValue).toBe(7);
  });

  it('does not ask a source again that has not answered, and says so', async () => {
    let answer = () => {};
    const waiting = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const { service, asked, time, collector } = collecting(async (requests, atMs) => {
      await waiting;
      return all(requests, atMs);
    });
    const first = collector.collect(signal);
    time.nowMs += 10_000;
    await collector.collect(signal);
    expect(asked).toHaveLength(1);
    expect(service.series[0]!.staleBecause(time.nowMs)).toContain('has not answered the last question yet');
    answer();
    await first;
    expect(service.series[0]!.lastValue).toBe(7);
  });

  it('refuses a metric whose source there is not, instead of never reading it', () => {
    const service = serviceOf({ metrics: [metric('queueDepth', 1_000)] });
    expect(() => new Collector(new Map([[service.key, service]]), {}, () => 0)).toThrow(
      'queueDepth is read from "here"',
    );
  });
});
