/** The five incident types Ounce ships with. Their names repeat unchanged in code, docs, scenarios, console and config. */
export const builtInIncidentTypes = [
  'queue_backlog',
  'circuit_breaker_open',
  'latency_spike',
  'error_rate_spike',
  'region_failover',
] as const;

export type BuiltInIncidentType = (typeof builtInIncidentTypes)[number];

/** A built-in type, or one that a team has added. */
export type IncidentType = BuiltInIncidentType | (string & {});
