import type { Evidence } from '../../../model/decision.ts';
import { type KeptEvidence, keptFigures } from '../../evidence.ts';
import type { StandbyHeadroomSettings } from './settings.ts';
import type { StandbyHeadroomState } from './state.ts';

/** What the control read off its inputs: kept with the decision, for people and for grading. Rates are per second. */
export interface Figures {
  readonly base: number;
  /** The quantile of the surges' rises. */
  readonly rise: number;
  readonly surges: number;
  readonly leadMs: number;
  readonly depth: number;
  readonly perReplicaRate: number;
  /** Replicas that the base needs. */
  readonly needed: number;
  /** Replicas to keep, the standby among them. */
  readonly keep: number;
  /** What the standby costs, if it is there all day. */
  readonly replicaHoursPerDay: number;
}

export type StandbyHeadroomEvidence = KeptEvidence<StandbyHeadroomState, Figures | null>;

/** The figures and settings of a decision, or nothing when it was taken without. */
export const figuresOf = (evidence: Evidence) =>
  keptFigures<Figures, StandbyHeadroomSettings>(evidence, ({ keep }) => [keep]);
