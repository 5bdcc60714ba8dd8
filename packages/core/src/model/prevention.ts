import type { IncidentType } from './incident-type.ts';

export const preventionKinds = ['architecture', 'monitoring', 'testing', 'documentation', 'process'] as const;
export type PreventionKind = (typeof preventionKinds)[number];

export const preventionStatuses = [
  'planned',
  'in_progress',
  'rolling',
  'pending',
  'complete',
  'verified',
  'ineffective',
  'retired',
] as const;
export type PreventionStatus = (typeof preventionStatuses)[number];

export const priorities = ['P0', 'P1', 'P2'] as const;
export type Priority = (typeof priorities)[number];

export interface ChecklistItem {
  readonly text: string;
  readonly done: boolean;
}

/** What the prevention should change, to be held against what is measured. */
export interface ExpectedImpact {
  /** As people say it, e.g. "Reduce queue backlog incidents by 90%". */
  readonly says: string;
  readonly metric: 'incident_rate' | 'time_to_recover' | 'time_to_detect' | 'peak_queue' | 'errors' | 'none';
  /** Fall in percent, 0 to 100; absent when no figure was named. */
  readonly percent?: number;
}

/** When the prevention began to hold for one service: staggered roll-outs separate its effect from others'. */
export interface ServiceRollout {
  readonly service: string;
  readonly atMs: number;
}

/** A planned change against root causes. Saved as a whole: each save is the next version. */
export interface Prevention {
  /** Lower case with dashes, e.g. `predictive-scaling`. */
  readonly id: string;
  /** From 1, without gaps. */
  readonly version: number;
  readonly title: string;
  /** What the roadmap calls it, when that is not its title. */
  readonly initiative?: string;
  readonly incidentTypes: readonly IncidentType[];
  /** Ids of the catalogue. */
  readonly rootCauses: readonly string[];
  readonly kind: PreventionKind;
  readonly oldApproach: string;
  readonly newApproach: readonly string[];
  readonly owner: string;
  readonly priority: Priority;
  /** A day (`2026-02-28`) or a quarter (`2026-Q2`, meaning its last day); absent for work without an end. */
  readonly target?: string;
  /** The quarter in whose roadmap it stands, e.g. `2026-Q1`, when that is not the target's. */
  readonly quarter?: string;
  readonly status: PreventionStatus;
  readonly checklist: readonly ChecklistItem[];
  readonly expectedImpact?: ExpectedImpact;
  /** Id of the control that carries it out. */
  readonly control?: string;
  /** Name of the scenario whose experiment verifies it. */
  readonly experiment?: string;
  /** The services it protects; all when empty. */
  readonly services: readonly string[];
  readonly rollouts: readonly ServiceRollout[];
  /** When work on it began, and when its checklist was done and it was called complete. */
  readonly startedAtMs?: number;
  readonly completedAtMs?: number;
  /** The address of the issue it is kept in step with. */
  readonly issueUrl?: string;
}
