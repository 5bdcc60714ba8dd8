import type { IncidentView, ServiceState } from '../api/types.ts';
import { type Health, healthOf } from './health.ts';

export type HealthFilter = 'all' | 'attention' | 'unknown';

export interface FleetRow {
  readonly service: ServiceState;
  readonly health: Health;
}

export interface FleetPage {
  readonly rows: readonly FleetRow[];
  /** How many services match the search, by health, before the filter. */
  readonly counts: Readonly<Record<Health['kind'], number>>;
  readonly matching: number;
  /** From 1; clamped to what exists. */
  readonly page: number;
  readonly pages: number;
}

interface Wanted {
  readonly search: string;
  readonly filter: HealthFilter;
  readonly page: number;
  readonly pageSize: number;
}

/**
 * One page of the fleet. Rows keep the order of their names whatever happens to them: a list that reorders itself every
 * second cannot be read; the filter finds those that need attention.
 */
export function browseFleet(
  services: readonly ServiceState[],
  incidents: readonly IncidentView[],
  { search, filter, page, pageSize }: Wanted,
): FleetPage {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const found = services
    .filter(({ service, region }) => {
      const name = `${service}@${region}`.toLowerCase();
      return words.every((word) => name.includes(word));
    })
    .map((service) => ({ service, health: healthOf(service, incidents) }));
  const counts = { healthy: 0, attention: 0, unknown: 0 };
  for (const { health } of found) counts[health.kind] += 1;

  const rows = found
    .filter(({ health }) => filter === 'all' || health.kind === filter)
    .toSorted((a, b) => compareNames(a.service, b.service));
  const pages = Math.max(1, Math.ceil(rows.length / pageSize));
  const shown = Math.min(Math.max(1, page), pages);
  return {
    rows: rows.slice((shown - 1) * pageSize, shown * pageSize),
    counts,
    matching: rows.length,
    page: shown,
    pages,
  };
}

const { compare } = new Intl.Collator('en', { numeric: true });

function compareNames(a: ServiceState, b: ServiceState): number {
  return compare(a.service, b.service) || compare(a.region, b.region);
}
