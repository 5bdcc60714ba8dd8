import type {
  BuiltInIncidentType,
  ExpectedImpact,
  PreventionKind,
  PreventionStatus,
  Priority,
} from '@ounce/core';

/** A strategy of the starter catalogue, as its own section describes it. */
export interface Strategy {
  readonly id: string;
  readonly title: string;
  readonly status: PreventionStatus;
  readonly kind: PreventionKind;
  readonly rootCauses: readonly string[];
  readonly oldApproach: string;
  readonly newApproach: readonly string[];
  /** Done ones begin with `[x] `, the others with `[ ] `. */
  readonly checklist: readonly string[];
  readonly owner?: string;
  /** A day, or a quarter; absent for work without an end. */
  readonly target?: string;
  readonly expectedImpact?: ExpectedImpact;
  readonly control?: string;
  readonly experiment?: string;
  /** The day since when it is complete. */
  readonly completed?: string;
}

/** An incident type's root causes, as people say them, and the strategies against them. */
export interface TypeCatalogue {
  readonly incidentType: BuiltInIncidentType;
  readonly rootCauses: readonly string[];
  readonly strategies: readonly Strategy[];
}

/** A line of a quarter's roadmap. */
export interface RoadmapRow {
  /** The prevention it stands for. */
  readonly id: string;
  readonly priority: Priority;
  readonly initiative: string;
  readonly status: PreventionStatus;
}

/** A title as an id: lower case with dashes. */
export function idOf(title: string): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .match(/[a-z0-9]+/g);
  return (words ?? []).join('-').slice(0, 80).replace(/-$/, '');
}
