import type { IncidentType } from './incident-type.ts';

/** Support tickets of a stretch of time, as a help desk counts them. */
export interface TicketCount {
  /** Who counted; the same source, stretch, service and type once more replaces the count. */
  readonly source: string;
  /** since ≤ opened < until. */
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly count: number;
  /** All services, all types when absent. */
  readonly service?: string;
  readonly type?: IncidentType;
}
