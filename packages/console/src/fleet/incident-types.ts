import type { BuiltInIncidentType } from '../api/types.ts';

const titles: Readonly<Record<BuiltInIncidentType, string>> = {
  queue_backlog: 'Queue backlog',
  circuit_breaker_open: 'Circuit breaker open',
  latency_spike: 'Latency spike',
  error_rate_spike: 'Error rate spike',
  region_failover: 'Region failover',
};

/** An incident type as people write it; one that a team has added in its own words. */
export function titleOfIncidentType(type: string): string {
  if (Object.hasOwn(titles, type)) return titles[type as BuiltInIncidentType];
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
