import type { Evidence } from '../../../model/decision.ts';
import { type KeptEvidence, keptFigures } from '../../evidence.ts';
import type { Inflow } from './inflow.ts';
import type { PredictiveScalingSettings } from './settings.ts';
import type { PredictiveScalingState } from './state.ts';

/** What the control read off its inputs: kept with the decision, for people and for grading. Rates are per second. */
export interface Figures {
  readonly depth: number;
  readonly arrivals: {
    readonly source: Exclude<Inflow['source'], 'unknown'>;
    readonly rate: number;
    readonly error: number;
    readonly before: number;
    readonly slopePerMinute: number;
    readonly planned: number;
  };
  readonly replicas: { readonly desired: number; readonly ready: number; readonly starting: number };
  readonly perReplicaRate: number;
  readonly startupMs: number;
  readonly startingReadyInMs: number;
  readonly leadMs: number;
  readonly needed: number;
  readonly neededToStay: number;
  readonly backlog: number;
  /** When the threshold is passed without the decision, ms from then; null when not within the horizon. */
  readonly breachInMs: number | null;
}

export type PredictiveScalingEvidence = KeptEvidence<PredictiveScalingState, Figures | null> & {
  readonly settings: PredictiveScalingSettings;
};

/** The figures and settings of a decision, or nothing when it was taken without (or by something else). */
export const figuresOf = (evidence: Evidence) =>
  keptFigures<Figures, PredictiveScalingSettings>(evidence, ({ depth, perReplicaRate }) => [
    depth,
    perReplicaRate,
  ]);
