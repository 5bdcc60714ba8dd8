import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Clock, MetricSource } from '../../ports/index.ts';
import { type FixtureInstance, serve, serveText } from './fixture-instance.ts';
import { scrapeSource } from './index.ts';

let nowMs: number;
const clock: Clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: async () => {} };
const closers: (() => Promise<void>)[] = [];

let source: MetricSource;
beforeEach(() => {
  nowMs = 1_000_000;
  source = scrapeSource({ clock, timeoutMs: 500, maxBodyBytes: 10_000, longestGapMs: 60_000 });
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function instance(text: string): Promise<FixtureInstance> {
  const served = await serveText(text);
  closers.push(served.close);
  return served;
}

async function ask(query: string, instances: readonly { url: string }[]) {
  const targets = instances.map(({ url }) => url);
  const request = { id: 'it', service: 'consumer', region: 'local', query, targets };
  const [reading] = await source.read([request], new AbortController().signal);
  return reading?.kind === 'value' ? reading.value : reading?.why;
}

describe('values', () => {
  it('adds, averages and compares over instances', async () => {
    const both = [await instance('d{q="a"} 1\nd{q="b"} 2\n'), await instance('d{q="a"} 6\n')];
    expect(await ask('d', both)).toBe(9);
    expect(await ask('avg(d)', both)).toBe(3);
    expect(await ask('max(d)', both)).toBe(6);
    expect(await ask('min(d{q="a"})', both)).toBe(1);
    expect(await ask('sum(d{q!="a"}) * 1000', both)).toBe(2000);
    expect(await ask('d{q="a"} / d{q="b"}', both)).toBe(3.5);
  });

  it('reads each instance once, however many ask', async () => {
    const one = await instance('d 1\n');
    const request = { service: 'consumer', region: 'local', targets: [one.url] };
    const requests = ['d', 'max(d)', 'rate(d)'].map((query) => ({ ...request, id: query, query }));
    await source.read(requests, new AbortController().signal);
    expect(one.reads()).toBe(1);
  });

  it('takes the exporter’s own time as the time of the reading', async () => {
    const one = await instance('d 1 5000\n');
    const request = { id: 'it', service: 's', region: 'r', query: 'd', targets: [one.url] };
    const [reading] = await source.read([request], new AbortController().signal);
    expect(reading).toMatchObject({ value: 1, atMs: 5000 });
  });

  it('has no value for a division by zero', async () => {
    expect(await ask('a / b', [await instance('a 0\nb 0\n')])).toMatch(/divide by zero/);
  });
});

describe('rates', () => {
  it('need two readings, and count per second between them', async () => {
    const one = await instance('c 100\n');
    expect(await ask('rate(c)', [one])).toMatch(/needs two readings/);
    nowMs += 10_000;
    one.says('c 150\n');
    expect(await ask('rate(c)', [one])).toBe(5);
  });

  it('keep a window per query, so that a fast reader does not shorten a slow one’s', async () => {
    const one = await instance('c 0\n');
    await ask('rate(c)', [one]);
    await ask('rate(c) * 1', [one]);
    nowMs += 5000;
    one.says('c 5\n');
    expect(await ask('rate(c) * 1', [one])).toBe(1);
    nowMs += 5000;
    one.says('c 20\n');
    expect(await ask('rate(c) * 1', [one])).toBe(3);
    expect(await ask('rate(c)', [one])).toBe(2);
  });

  it('start again from zero when the instance does, and are never negative', async () => {
    const one = await instance('c{a="x"} 1000\nc{a="y"} 5\n');
    await ask('rate(c)', [one]);
    nowMs += 10_000;
    one.says('c{a="x"} 30\nc{a="y"} 10\n');
    expect(await ask('rate(c)', [one])).toBe(4);
  });

  it('leave out an instance that is gone, and one that has just come', async () => {
    const [stays, goes] = [await instance('c 0\n'), await instance('c 1000000\n')];
    await ask('rate(c)', [stays, goes]);
    nowMs += 10_000;
    stays.says('c 10\n');
    await goes.close();
    const comes = await instance('c 900000\n');
    expect(await ask('rate(c)', [stays, goes, comes])).toBe(1);
  });

  it('count a series from zero that was born between two readings', async () => {
    const one = await instance('c{code="200"} 10\n');
    await ask('rate(c)', [one]);
    nowMs += 10_000;
    one.says('c{code="200"} 10\nc{code="500"} 20\n');
    expect(await ask('rate(c{code="500"})', [one])).toMatch(/two readings/);
    expect(await ask('rate(c)', [one])).toBe(2);
  });

  it('do not reach over a gap that is too long', async () => {
    const one = await instance('c 0\n');
    await ask('rate(c)', [one]);
    nowMs += 60_001;
    expect(await ask('rate(c)', [one])).toMatch(/two readings/);
  });

  it('have no share when nothing was asked for in between', async () => {
    const one = await instance('errors 3\nrequests 90\n');
    await ask('rate(errors) / rate(requests)', [one]);
    nowMs += 10_000;
    expect(await ask('rate(errors) / rate(requests)', [one])).toMatch(/divide by zero/);
    nowMs += 10_000;
    one.says('errors 4\nrequests 110\n');
    expect(await ask('rate(errors) / rate(requests)', [one])).toBe(0.05);
  });

  it('do not count one stamped sample twice', async () => {
    const one = await instance('c 5 1000\n');
    await ask('rate(c)', [one]);
    nowMs += 10_000;
    expect(await ask('rate(c)', [one])).toMatch(/two readings/);
    nowMs += 10_000;
    one.says('c 25 21000\n');
    expect(await ask('rate(c)', [one])).toBe(1);
  });
});

describe('quantiles', () => {
  const query = 'histogram_quantile(0.5, rate(t_bucket))';
  const buckets = (...counts: readonly number[]) =>
    ['0.1', '0.2', '+Inf'].map((le, at) => `t_bucket{le="${le}"} ${counts[at]}\n`).join('');

  it('are of what happened between two readings, over all instances', async () => {
    const [one, two] = [await instance(buckets(100, 100, 100)), await instance(buckets(0, 0, 0))];
    expect(await ask(query, [one, two])).toMatch(/two readings/);
    nowMs += 10_000;
    one.says(buckets(100, 110, 110));
    two.says(buckets(0, 10, 10));
    expect(await ask(query, [one, two])).toBeCloseTo(0.15, 10);
  });

  it('have no value when nothing was counted', async () => {
    const one = await instance(buckets(1, 2, 3));
    await ask(query, [one]);
    nowMs += 10_000;
    expect(await ask(query, [one])).toMatch(/counted nothing/);
  });

  it('take an instance that restarted from zero, all its buckets together', async () => {
    const one = await instance(buckets(5, 50, 100));
    await ask(query, [one]);
    nowMs += 10_000;
    one.says(buckets(10, 20, 20));
    expect(await ask(query, [one])).toBeCloseTo(0.1, 10);
  });
});

describe('instances that do not answer well', () => {
  it.each([
    ['an error', 500, 'text/plain', 'c 1\n', /answered 500/],
    ['a web page', 200, 'text/html', '<html>', /text\/html/],
    ['something malformed', 200, 'text/plain', 'c one\n', /line 1 has no number/],
    ['too much', 200, 'text/plain', '#'.repeat(20_000), /longer than 10000 bytes/],
  ])('make the reading missing when they say %s', async (_, status, contentType, body, why) => {
    const bad = await serve((_request, response) => {
      response.writeHead(status, { 'content-type': contentType }).end(body);
    });
    closers.push(bad.close);
    expect(await ask('c', [await instance('c 1\n'), bad])).toMatch(why);
  });

  it('make the reading missing when they do not answer in time, or cut the answer off', async () => {
    const silent = await serve(() => {});
    const cutting = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('c 1\n', () => response.destroy());
    });
    closers.push(silent.close, cutting.close);
    expect(await ask('c', [silent])).toMatch(/no answer within 500 ms/);
    expect(await ask('c', [cutting])).toMatch(/could not be read/);
  });

  it('say so when there are none', async () => {
    expect(await ask('c', [])).toMatch(/no instance/);
  });
});
