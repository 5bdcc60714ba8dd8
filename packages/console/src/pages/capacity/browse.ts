import type { CapacitySummary } from '../../api/types.ts';
import { byName, named, type PageOf, pageOf } from '../../fleet/service-list.ts';

export type OutlookFilter = 'all' | 'short' | 'unknown';

interface Wanted {
  readonly search: string;
  readonly filter: OutlookFilter;
  readonly page: number;
  readonly pageSize: number;
}

export interface CapacityRows extends PageOf<CapacitySummary> {
  /** All that match, in order: for an export. */
  readonly found: readonly CapacitySummary[];
  /** Of those that match the search, before the filter. */
  readonly counts: Readonly<Record<OutlookFilter, number>>;
}

/** Shortages first, the earliest of them on top: they are what the page is for. Then what is known, by name. */
function byUrgency(a: CapacitySummary, b: CapacitySummary): number {
  const [first, second] = [startOf(a), startOf(b)];
  if (first !== second) return first - second;
  return byName(a, b);
}

function startOf(item: CapacitySummary): number {
  if (item.kind === 'unknown') return Number.MAX_VALUE;
  return item.shortages[0]?.fromMs ?? Number.MAX_SAFE_INTEGER;
}

const fits: Readonly<Record<OutlookFilter, (item: CapacitySummary) => boolean>> = {
  all: () => true,
  short: (item) => item.kind === 'week' && item.shortages.length > 0,
  unknown: ({ kind }) => kind === 'unknown',
};

/** One page of what lies ahead of the services. */
export function browseCapacity(
  items: readonly CapacitySummary[],
  { search, filter, page, pageSize }: Wanted,
): CapacityRows {
  const matching = named(items, search);
  const found = matching.filter(fits[filter]).toSorted(byUrgency);
  const counts = {
    all: matching.length,
    short: matching.filter(fits.short).length,
    unknown: matching.filter(fits.unknown).length,
  };
  return { ...pageOf(found, page, pageSize), found, counts };
}
