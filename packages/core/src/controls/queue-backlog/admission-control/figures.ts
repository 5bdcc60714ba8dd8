import type { AdmissionLimit } from '../../../model/action.ts';
import type { Evidence } from '../../../model/decision.ts';
import { type KeptEvidence, keptFigures } from '../../evidence.ts';
import type { AdmissionControlSettings } from './settings.ts';
import type { AdmissionControlState } from './state.ts';

/** What the control read off its inputs: kept with the decision, for people and for grading. */
export interface Figures {
  readonly depth: number;
  readonly ready: number;
  readonly perReplicaRate: number;
  /** What the ready replicas carry, per second. */
  readonly capacity: number;
  /** So much less is let in, per second, until the queue is back at what may wait. */
  readonly drain: number;
  readonly limit: AdmissionLimit;
}

export type AdmissionControlEvidence = KeptEvidence<AdmissionControlState, Figures | null>;

/** The figures and settings of a decision, or nothing when it was taken without. */
export const figuresOf = (evidence: Evidence) =>
  keptFigures<Figures, AdmissionControlSettings>(evidence, ({ limit }) => [limit?.perSecond]);
