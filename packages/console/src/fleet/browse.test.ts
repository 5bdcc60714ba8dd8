import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ServiceState } from '../api/types.ts';
import { browseFleet } from './browse.ts';

const named = (service: string, region = 'eu'): ServiceState => ({
  service,
  region,
  signals: { queueDepth: { value: 1, atMs: 1, intervalMs: 1_000 } },
  thresholds: {},
  controls: [],
  chaos: 'refused',
});
const all = { search: '', filter: 'all', page: 1, pageSize: 25 } as const;
const names = (page: ReturnType<typeof browseFleet>) => page.rows.map(({ service }) => service.service);

test('rows are in the order of their names, with numbers as numbers', () => {
  const services = [named('shop-10'), named('shop-2'), named('api')];
  expect(names(browseFleet(services, [], all))).toEqual(['api', 'shop-2', 'shop-10']);
});

test('every word of the search must be in the name or the region', () => {
  const services = [named('shop', 'eu'), named('shop', 'us'), named('api', 'us')];
  expect(names(browseFleet(services, [], { ...all, search: 'SHOP us' }))).toEqual(['shop']);
});

test('the filter counts before it filters, so that its buttons tell what is behind them', () => {
  const services = [named('a'), { ...named('b'), platformError: 'timeout' }];
  const page = browseFleet(services, [], { ...all, filter: 'unknown' });
  expect(names(page)).toEqual(['b']);
  expect(page.counts).toEqual({ healthy: 1, attention: 0, unknown: 1 });
});

test('the pages together hold each service once, and a page beyond the last is the last', () => {
  fc.assert(
    fc.property(fc.nat(80), fc.integer({ min: 1, max: 30 }), (count, pageSize) => {
      const services = Array.from({ length: count }, (_, index) => named(`s${index}`));
      const first = browseFleet(services, [], { ...all, pageSize });
      const seen = Array.from({ length: first.pages }, (_, index) =>
        names(browseFleet(services, [], { ...all, pageSize, page: index + 1 })),
      ).flat();
      expect(seen).toHaveLength(count);
      expect(new Set(seen).size).toBe(count);
      expect(browseFleet(services, [], { ...all, pageSize, page: 999 }).page).toBe(first.pages);
    }),
  );
});

test('an empty fleet is one empty page', () => {
  expect(browseFleet([], [], all)).toMatchObject({ rows: [], page: 1, pages: 1, matching: 0 });
});
