import { isOunceError } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseQuery } from './parse.ts';

function refusal(query: string) {
  try {
    parseQuery(query);
  } catch (error) {
    if (isOunceError(error)) return error;
    throw error;
  }
  throw new Error(`${query} was taken`);
}

describe('parseQuery', () => {
  it.each([
    ['depth', { kind: 'aggregate', by: 'sum', vector: { kind: 'instant' } }],
    ['max( depth{queue="a"} )', { by: 'max', vector: { selector: { metric: 'depth' } } }],
    ['rate(done_total)', { by: 'sum', vector: { kind: 'rate' } }],
    ['avg(rate(done_total))', { by: 'avg', vector: { kind: 'rate' } }],
    [
      'histogram_quantile(0.99, rate(t_bucket{a!~"b|c"}))',
      { kind: 'quantile', quantile: 0.99, buckets: { metric: 't_bucket' } },
    ],
    ['rate(a) / rate(b)', { kind: 'binary', operator: '/' }],
    ['a + b * 1000', { operator: '+', right: { operator: '*', right: { kind: 'number', value: 1000 } } }],
    ['(a + b) * 2', { operator: '*', left: { operator: '+' } }],
    ['a - b - c', { operator: '-', left: { operator: '-' } }],
  ])('understands %s', (query, shape) => {
    expect(parseQuery(query)).toMatchObject(shape);
  });

  it.each([
    ['=', 'b', 'b', 'bb'],
    ['!=', 'b', '', 'b'],
    ['=~', 'b|c.*', 'cat', 'abc'],
    ['!~', '5..', '404', '503'],
  ])('matches labels with %s', (operator, value, accepted, refused) => {
    const expression = parseQuery(`m{a${operator}"${value}"}`);
    const matcher = expression.kind === 'aggregate' ? expression.vector.selector.matchers[0] : undefined;
    expect(matcher?.accepts(accepted)).toBe(true);
    expect(matcher?.accepts(refused)).toBe(false);
  });

  it.each([
    ['rat(done_total)', /character 1 .*no function “rat”/, /mean “rate”/],
    ['histogram_quantil(0.5, rate(t_bucket))', /no function/, /mean “histogram_quantile”/],
    ['sum(rate(done_total[5m]))', /character 20 .*range/, /window is the time between two readings/],
    ['sum(depth) by (queue)', /character 12 .*“by” is not/, /one number/],
    ['sum by (queue) (depth)', /character 5 .*“by” is not/, /one number/],
    ['sum(depth', /at its end: “\)” was expected, not the end/, /./],
    ['depth{queue=orders}', /character 13 .*value in quotes/, /./],
    ['depth{queue="orders}', /character 13 .*never closed/, /./],
    ['depth{queue=~"("}', /regular expression/, /./],
    ['depth{queue "a"}', /one of = {2}!= {2}=~ {2}!~/, /./],
    ['histogram_quantile(1.5, rate(t_bucket))', /from 0 to 1/, /./],
    ['histogram_quantile(0.5, rate(t_seconds))', /not a histogram/, /“t_seconds_bucket”/],
    ['histogram_quantile(0.5, t_bucket)', /rate\(…_bucket\)/, /./],
    ['', /at its end: a metric, a function or a number/, /./],
    ['1 + 2', /reads no metric/, /./],
    ['a b', /character 3 .*“b” was not expected/, /./],
    ['a % b', /character 3 .*“%” has no meaning/, /./],
    [`${'('.repeat(80)}a`, /nested/, /./],
  ])('refuses %s, says where, and what to do', (query, message, mend) => {
    const error = refusal(query);
    expect(error.code).toBe('OUNCE_E_METRIC_QUERY');
    expect(error.message).toMatch(message);
    expect(error.mend).toMatch(mend);
  });

  it('either understands a query or refuses it as an OunceError', () => {
    const pieces = [
      'sum',
      'rate',
      '(',
      ')',
      'm',
      '{',
      '}',
      'a',
      '=',
      '=~',
      '"b"',
      "'",
      ',',
      '/',
      '0.5',
      ' ',
      '[',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 14 }), (parts) => {
        try {
          parseQuery(parts.join(''));
        } catch (error) {
          expect(isOunceError(error)).toBe(true);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
