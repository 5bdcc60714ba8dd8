import { describe, expect, test } from 'vitest';
import { figure, onAxis, rateWords, ratioWords, typeWords } from './figures.ts';

describe('figures', () => {
  test('a figure that does not exist is no zero', () => {
    expect(figure(null)).toBe('–');
    expect(rateWords({ count: 0, days: 0, perMonth: null, low: null, high: null })).toBe('–');
    expect(ratioWords(null)).toBe('–');
  });

  test('no upper limit is said, and no rate stands without its interval', () => {
    expect(figure(14_560.4)).toBe('14,560');
    expect(ratioWords({ estimate: 0.17, low: 0.05, high: null })).toBe('0.17 (0.05 to no limit)');
    expect(rateWords({ count: 6, days: 60, perMonth: 3.04, low: 1.12, high: 6.63 })).toBe(
      '3.04 (1.12 to 6.63)',
    );
  });

  test('the axis is logarithmic, and what lies beyond its ends lies at them', () => {
    expect(onAxis(0)).toBeCloseTo(0, 9);
    expect(onAxis(1000)).toBeCloseTo(100, 9);
    expect(onAxis(2) - onAxis(1)).toBeCloseTo(onAxis(1) - onAxis(0.5), 9);
  });

  test('types as people say them', () => expect(typeWords('queue_backlog')).toBe('Queue backlog'));
});
