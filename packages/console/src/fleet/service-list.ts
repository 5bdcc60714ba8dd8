/** Which service in which region. */
interface Named {
  readonly service: string;
  readonly region: string;
}

export interface PageOf<Row> {
  readonly rows: readonly Row[];
  /** How many there are on all pages. */
  readonly matching: number;
  /** From 1; clamped to what exists. */
  readonly page: number;
  readonly pages: number;
}

/** Those with every word of the search in their name or region. */
export function named<Item extends Named>(items: readonly Item[], search: string): Item[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter(({ service, region }) => {
    const name = `${service}@${region}`.toLowerCase();
    return words.every((word) => name.includes(word));
  });
}

const { compare } = new Intl.Collator('en', { numeric: true });

/** The order of names, with numbers as numbers. */
export function byName(a: Named, b: Named): number {
  return compare(a.service, b.service) || compare(a.region, b.region);
}

export function pageOf<Row>(all: readonly Row[], page: number, pageSize: number): PageOf<Row> {
  const pages = Math.max(1, Math.ceil(all.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    ...{ rows: all.slice((shown - 1) * pageSize, shown * pageSize), matching: all.length },
    ...{ page: shown, pages },
  };
}
