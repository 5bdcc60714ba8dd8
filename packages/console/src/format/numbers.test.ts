import { expect, test } from 'vitest';
import { formatCount, formatLatency, formatRate, formatShare, plural } from './numbers.ts';

test('counts are whole, except where a tenth is the news', () => {
  expect([0, 0.4, 9.96, 12.7, 1234].map(formatCount)).toEqual(['0', '0.4', '10', '13', '1,234']);
});

test('rates keep a tenth below a hundred', () => {
  expect([0, 23.46, 240.6].map(formatRate)).toEqual(['0', '23.5', '241']);
});

test('a share that is not zero never reads as zero', () => {
  expect([0, 0.00001, 0.0042, 0.25, 1].map(formatShare)).toEqual([
    '0 %',
    '< 0.01 %',
    '0.42 %',
    '25 %',
    '100 %',
  ]);
});

test('latencies change their unit where people do', () => {
  expect([0.84, 34.2, 1240].map(formatLatency)).toEqual(['0.8 ms', '34 ms', '1.24 s']);
});

test('one is one', () => {
  expect([0, 1, 1000].map((count) => plural(count, 'service'))).toEqual([
    '0 services',
    '1 service',
    '1,000 services',
  ]);
});
