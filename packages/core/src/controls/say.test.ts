import { expect, it } from 'vitest';
import { figure, percent, replicas, span } from './say.ts';

it('says figures as a person would', () => {
  expect([0, 0.0149, 0.5, 8.26, 12.34, 82, 147.6, 2147].map(figure)).toEqual([
    '0',
    '0.015',
    '0.5',
    '8.3',
    '12',
    '82',
    '148',
    '2,147',
  ]);
  expect([replicas(0), replicas(1), replicas(2)]).toEqual(['0 replicas', '1 replica', '2 replicas']);
  expect([200, 45_000, 300_000, 12_600_000].map(span)).toEqual(['200 ms', '45 s', '5 min', '3.5 h']);
  expect([percent(0.2), percent(1), percent(0.333)]).toEqual(['20 %', '100 %', '33.3 %']);
});
