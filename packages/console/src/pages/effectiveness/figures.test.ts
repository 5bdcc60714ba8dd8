import { describe, expect, test } from 'vitest';
import { axisTicks, figure, onAxis, rateWords, ratioWords, typeWords } from './figures.ts';

describe('figures', () => {
  test('a figure that does not exist is no zero', () => {
    expect(figure(null)).toBe('–');
    expect(rateWords({ count: 0, days: 0, perMonth: null, low: null, high: null })).toBe('–');
    expect(ratioWords(null)).toBe('–');
  });

  test('no upper limit is said, and no rate stands without its interval', () => {
    expect(figure(1_460.4)).toBe('1,460');
    expect(ratioWords({ estimate: 0.17, low: 0.05, high: null })).toBe('0.17 (0.05 to no limit)');
    expect(rateWords({ count: 6, days: 60, perMonth: 3.04, low: 1.12, high: 6.63 })).toBe(
      '3.04 (1.12 to 6.63)',
    );
  });

  test('minutes of watching give no rate a month, and no figure is wider than its column', () => {
    const minutes = { count: 2, days: 250 / 86_400, perMonth: 21_038, low: 2_548, high: 75_998 };
    expect(rateWords(minutes)).toBe('2 in 4 min 10 s');
    expect(rateWords({ ...minutes, days: 0 })).not.toContain('in 0');
    for (const value of [0, 0.000_01, 0.001_84, 0.17, 9.96, 12.44, 999.6, 1_460, 63_332, 4_567_890])
      expect(figure(value).length).toBeLessThanOrEqual(8);
    expect([0.001_84, 63_332].map(figure)).toEqual(['0.0018', '63.3K']);
  });

  test('labels of the axis stand apart at its least width', () => {
    const places = axisTicks.map((tick) => (150 * onAxis(tick)) / 100);
    places.slice(1).forEach((place, i) => {
      expect(place - places[i]!).toBeGreaterThan(30);
    });
  });

  test('the axis is logarithmic, and what lies beyond its ends lies at them', () => {
    expect(onAxis(0)).toBeCloseTo(0, 9);
    expect(onAxis(1000)).toBeCloseTo(100, 9);
    expect(onAxis(2) - onAxis(1)).toBeCloseTo(onAxis(1) - onAxis(0.5), 9);
  });

  test('types as people say them', () => expect(typeWords('queue_backlog')).toBe('Queue backlog'));
});
