import type { CapacitySummary } from '../../api/types.ts';

export type OutlookFilter = 'all' | 'short' | 'unknown';

interface Wanted {
  readonly search: string;
  readonly filter: OutlookFilter;
  readonly page: number;
  readonly pageSize: number;
}

export interface CapacityRows {
  /** All that match, in order: for an export. */
  readonly found: readonly CapacitySummary[];
  readonly rows: readonly CapacitySummary[];
  /** Of those that match the search, before the filter. */
  readonly counts: Readonly<Record<OutlookFilter, number>>;
  readonly matching: number;
  /** From 1; clamped to what exists. */
  readonly page: number;
  readonly pages: number;
}

const { compare } = new Intl.Collator('en', { numeric: true });

/** Shortages first, the earliest of them on top: they are what the page is for. Then what is known, by name. */
function byUrgency(a: CapacitySummary, b: CapacitySummary): number {
  const [first, second] = [startOf(a), startOf(b)];
  if (first !== second) return first - second;
  return compare(a.service, b.service) || compare(a.region, b.region);
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
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const named = items.filter(({ service, region }) => {
    const name = `${service}@${region}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
  const found = named.filter(fits[filter]).toSorted(byUrgency);
  const pages = Math.max(1, Math.ceil(found.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    found,
    rows: found.slice((shown - 1) * pageSize, shown * pageSize),
    counts: {
      all: named.length,
      short: named.filter(fits.short).length,
      unknown: named.filter(fits.unknown).length,
    },
    ...{ matching: found.length, page: shown, pages },
  };
}
