import fc from 'fast-check';
import { Counter, Histogram, Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { ExpositionError, parseExposition } from './exposition.ts';

const parse = (text: string, names: readonly string[], timestampUnitMs?: number) =>
  parseExposition(text, { names: new Set(names), ...(timestampUnitMs && { timestampUnitMs }) });

const one = (line: string) => parse(line, ['m']).get('m')?.[0];

describe('parseExposition', () => {
  it('reads the example of the format’s own description', () => {
    const text = [
      '# HELP http_requests_total The total number of HTTP requests.',
      '# TYPE http_requests_total counter',
      'http_requests_total{method="post",code="200"} 1027 1395066363000',
      'http_requests_total{method="post",code="400"}    3 1395066363000',
      '',
      'msdos_file_access_time_seconds{path="C:\\\\DIR\\\\FILE.TXT",error="Cannot find file:\\n\\"FILE.TXT\\""} 1.458255915e9',
      'metric_without_timestamp_and_labels 12.47',
      'something_weird{problem="division by zero"} +Inf -3982045',
      'rpc_duration_seconds_count 2693',
    ].join('\n');
    const names = ['http_requests_total', 'msdos_file_access_time_seconds', 'something_weird'];
    const found = parse(text, names);
    expect([...found.keys()]).toEqual(names);
    expect(found.get('http_requests_total')).toEqual([
      {
        series: 'http_requests_total{method="post",code="200"}',
        labels: ['method', 'post', 'code', '200'],
        value: 1027,
        timestampMs: 1395066363000,
      },
      expect.objectContaining({ labels: ['method', 'post', 'code', '400'], value: 3 }),
    ]);
    expect(found.get('msdos_file_access_time_seconds')?.[0]?.labels).toEqual([
      ...['path', 'C:\\DIR\\FILE.TXT', 'error', 'Cannot find file:\n"FILE.TXT"'],
    ]);
    expect(found.get('something_weird')?.[0]).toMatchObject({ value: Number.POSITIVE_INFINITY });
  });

  it('reads OpenMetrics: exemplars are left out, timestamps are in seconds', () => {
    const text = 'm_bucket{le="0.1"} 8 1520879607.789 # {trace_id="a b} 9"} 0.067 1520879607.7\n# EOF\n';
    const [sample] = parse(text, ['m_bucket'], 1000).get('m_bucket') ?? [];
    expect(sample).toMatchObject({ labels: ['le', '0.1'], value: 8, timestampMs: 1520879607789 });
    expect(one('m{a="b"} 3 # {trace_id="1"} 2')).toMatchObject({ value: 3, labels: ['a', 'b'] });
  });

  it.each([Registry.PROMETHEUS_CONTENT_TYPE, Registry.OPENMETRICS_CONTENT_TYPE])(
    'reads what prom-client writes as %s',
    async (contentType) => {
      const registry = new Registry();
      registry.setContentType(contentType as never);
      const registers = [registry];
      new Counter({ name: 'c_total', help: 'c', labelNames: ['path'], registers }).inc(
        { path: 'a\n"b\\' },
        3,
      );
      new Histogram({ name: 't', help: 't', buckets: [0.1, 1], registers }).observe(0.5);
      const found = parse(await registry.metrics(), ['c_total', 't_bucket', 't_sum']);
      expect(found.get('c_total')).toMatchObject([{ labels: ['path', 'a\n"b\\'], value: 3 }]);
      expect(found.get('t_bucket')?.map(({ labels, value }) => [...labels, value])).toEqual([
        ['le', '0.1', 0],
        ['le', '1', 1],
        ['le', '+Inf', 1],
      ]);
      expect(found.get('t_sum')?.[0]?.value).toBe(0.5);
    },
  );

  it.each([
    ['m NaN', Number.NaN],
    ['m -Inf', Number.NEGATIVE_INFINITY],
    ['  m\t7 ', 7],
    ['m 7\r', 7],
    ['m{} 1e-3', 0.001],
    ['m{ a = "b" , } .5', 0.5],
    ['m{a="}{,="} 1', 1],
  ])('reads %j as %d', (line, value) => {
    expect(one(line)?.value).toBe(value);
  });

  it.each([
    'm',
    'm ',
    'm{a="b"}',
    'm{a="b} 1',
    'm{a=b} 1',
    'm{a} 1',
    'm{="b"} 1',
    'm 0x10',
    'm 1 soon',
    'm{',
  ])('refuses %j and names the line', (line) => {
    const parsing = () => parse(`# HELP m\n${line}\nm 1\n`, ['m']);
    expect(parsing).toThrow(ExpositionError);
    expect(parsing).toThrow(/^line 2 /);
  });

  it('tells metrics apart whose names begin alike', () => {
    const found = parse('m_count 1\nm 2\nm_count_total 3\nm_count{a="b"} 4\n', ['m', 'm_count']);
    expect(found.get('m')?.map(({ value }) => value)).toEqual([2]);
    expect(found.get('m_count')?.map(({ value }) => value)).toEqual([1, 4]);
  });

  it('does not look at lines that nobody asked for', () => {
    expect(parse('other{broken\nm 1', ['m']).get('m')?.[0]?.value).toBe(1);
  });

  const name = fc.stringMatching(/^[a-zA-Z_:][a-zA-Z0-9_:]{0,12}$/);
  const label = fc.tuple(
    fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
  );
  const escaped = (value: string) =>
    value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

  it('reads back whatever was written', () => {
    const value = fc.double().map((number) => (Object.is(number, -0) ? 0 : number));
    const spelt = (number: number) => String(number).replace('Infinity', 'Inf');
    fc.assert(
      fc.property(name, fc.array(label, { maxLength: 4 }), value, (metric, labels, number) => {
        const inside = labels.map(([key, text]) => `${key}="${escaped(text)}"`).join(',');
        const text = `${metric}{${inside}} ${spelt(number)}\n`;
        const [sample] = parse(text, [metric]).get(metric) ?? [];
        expect(sample?.labels).toEqual(labels.flat());
        expect(sample?.value).toBe(number);
      }),
    );
  });

  it('either reads a mangled answer or refuses it, and never does anything else', () => {
    const good = 'm{a="b",c="d\\n"} 1 # {x="y"} 2 3\n# TYPE m counter\nm{a="z"} NaN 17\n';
    const edit = fc.record({ at: fc.nat(good.length), cut: fc.nat(5), put: fc.string({ maxLength: 4 }) });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        const mangled = edits.reduce(
          (text, { at, cut, put }) => text.slice(0, at) + put + text.slice(at + cut),
          good,
        );
        try {
          for (const { labels } of parse(mangled, ['m']).get('m') ?? []) expect(labels.length % 2).toBe(0);
        } catch (error) {
          expect(error).toBeInstanceOf(ExpositionError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
