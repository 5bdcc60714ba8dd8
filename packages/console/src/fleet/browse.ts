import type { IncidentView, ServiceState } from '../api/types.ts';
import { type Health, healthOf } from './health.ts';
import { byName, named, type PageOf, pageOf } from './service-list.ts';

export type HealthFilter = 'all' | 'attention' | 'unknown';

export interface FleetRow {
  readonly service: ServiceState;
  readonly health: Health;
}

export interface FleetPage extends PageOf<FleetRow> {
  /** How many services match the search, by health, before the filter. */
  readonly counts: Readonly<Record<Health['kind'], number>>;
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
  const found = named(services, search).map((service) => ({ service, health: healthOf(service, incidents) }));
  const counts = { healthy: 0, attention: 0, unknown: 0 };
  for (const { health } of found) counts[health.kind] += 1;

  const rows = found
    .filter(({ health }) => filter === 'all' || health.kind === filter)
    .toSorted((a, b) => byName(a.service, b.service));
  return { ...pageOf(rows, page, pageSize), counts };
}
