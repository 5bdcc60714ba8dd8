import type { Evidence } from '../../../model/decision.ts';
import { type KeptEvidence, keptFigures } from '../../evidence.ts';
import type { CapacityPlanningSettings } from './settings.ts';
import type { CapacityPlanningState } from './state.ts';

/** What the control read off the plan: kept with the decision, for people and for grading. Rates are per second. */
export interface Figures {
  /** The hour that decides, and its load as the plan has it. */
  readonly hourMs: number;
  readonly expected: number;
  readonly upper: number;
  readonly planned: number;
  readonly desired: number;
  readonly perReplicaRate: number;
}

export type CapacityPlanningEvidence = KeptEvidence<CapacityPlanningState, Figures | null>;

/** The figures and settings of a decision, or nothing when it was taken without. */
export const figuresOf = (evidence: Evidence) =>
  keptFigures<Figures, CapacityPlanningSettings>(evidence, ({ planned }) => [planned]);
