import type { IncidentType } from './incident-type.ts';

/** An entry of the catalogue that reviews point to. */
export interface RootCause {
  /** Lower case with dashes, e.g. `no-timeout-on-dependency-calls`. */
  readonly id: string;
  readonly version: number;
  readonly incidentType: IncidentType;
  /** As people say it, e.g. "No timeout on dependency calls". */
  readonly title: string;
  readonly says?: string;
}
