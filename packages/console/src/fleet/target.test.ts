import { expect, test } from 'vitest';
import type { ServiceState } from '../api/types.ts';
import { chooseTarget, readTarget } from './target.ts';

const named = (service: string, region: string): ServiceState => ({
  service,
  region,
  signals: {},
  thresholds: {},
  controls: [],
  chaos: 'refused',
});
const services = [named('a', 'eu'), named('b', 'eu'), named('b', 'us')];
const never = () => 0;

test('an address may name a service, a region, or nothing; anything else is left out', () => {
  expect(readTarget({ service: 'b', region: 'us' })).toEqual({ service: 'b', region: 'us' });
  expect(readTarget({ service: 7, theme: 'dark' })).toEqual({});
});

test('the named service is shown, in the first region when none is named', () => {
  expect(chooseTarget(services, { service: 'b', region: 'us' }, never)).toBe(services[2]);
  expect(chooseTarget(services, { service: 'b' }, never)).toBe(services[1]);
});

test('a service that is not there is not replaced by another', () => {
  expect(chooseTarget(services, { service: 'gone' }, never)).toBeUndefined();
});

test('without a name the most urgent comes first, and order decides between equals', () => {
  expect(chooseTarget(services, {}, ({ region }) => (region === 'us' ? 1 : 0))).toBe(services[2]);
  expect(chooseTarget(services, {}, never)).toBe(services[0]);
});
