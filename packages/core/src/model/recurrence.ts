import type { IncidentType } from './incident-type.ts';

/** The same incident type came `count` times within `windowDays`. */
export interface RecurrenceRule {
  readonly count: number;
  readonly windowDays: number;
}

/** `prevention_failure_detected`: it happened again although something should have stopped it. */
export interface Recurrence {
  /** Made of rule, type, service and the newest incident: the same recurrence has the same id on every governor. */
  readonly id: string;
  readonly type: IncidentType;
  /** Absent when the rule counts over all services. */
  readonly service?: string;
  readonly atMs: number;
  /** `perService`: counted for each service alone. */
  readonly rule: RecurrenceRule & { readonly perService: boolean };
  /** Oldest first; the last one set it off. */
  readonly incidentIds: readonly string[];
  /** Preventions that should have stopped it, the likeliest first. */
  readonly preventions: readonly { readonly id: string; readonly why: string }[];
  /** How likely the rule fires within a year by chance alone, when incidents come at the target rate. */
  readonly chance?: { readonly perMonth: number; readonly withinAYear: number };
  /** One sentence. */
  readonly says: string;
}
