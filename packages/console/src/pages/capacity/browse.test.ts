import { expect, test } from 'vitest';
import type { CapacitySummary } from '../../api/types.ts';
import { browseCapacity } from './browse.ts';

type Shortage = Extract<CapacitySummary, { kind: 'week' }>['shortages'][number];

const unknown = (service: string): CapacitySummary => ({
  kind: 'unknown',
  service,
  region: 'local',
  why: 'new',
});
const week = (service: string, ...fromMs: number[]): CapacitySummary =>
  ({
    ...{ kind: 'week', service, region: 'local', replicas: 2 },
    shortages: fromMs.map((at) => ({ fromMs: at }) as Shortage),
  }) as CapacitySummary;

const fleet = [
  unknown('new'),
  ...Array.from({ length: 1000 }, (_, i) => week(`service-${i}`)),
  week('late', 9_000),
  week('soon', 1_000),
];
const all = { search: '', filter: 'all', page: 1, pageSize: 25 } as const;
const names = ({ rows }: ReturnType<typeof browseCapacity>) => rows.map(({ service }) => service);

test('a thousand services come a page at a time, the earliest shortage first, what is not known last', () => {
  const first = browseCapacity(fleet, all);
  expect(names(first).slice(0, 4)).toEqual(['soon', 'late', 'service-0', 'service-1']);
  expect(first).toMatchObject({
    matching: 1003,
    page: 1,
    pages: 41,
    counts: { all: 1003, short: 2, unknown: 1 },
  });
  expect(first.rows).toHaveLength(25);
  expect(first.found).toHaveLength(1003);
  expect(names(browseCapacity(fleet, { ...all, page: 99 }))).toEqual(['service-998', 'service-999', 'new']);
});

test('the search looks at names and regions, and the filter at what it finds', () => {
  expect(names(browseCapacity(fleet, { ...all, search: 'SERVICE-99 local' }))).toHaveLength(11);
  const short = browseCapacity(fleet, { ...all, search: 'so', filter: 'short' });
  expect(names(short)).toEqual(['soon']);
  expect(short.counts).toEqual({ all: 1, short: 1, unknown: 0 });
});
