import {
  type PredictiveScalingState,
  predictiveScaling,
} from '../../queue-backlog/predictive-scaling/index.ts';
import { asQueueSettings, type RequestScalingSettings } from './settings.ts';

/** What the control remembers between two decisions about a service. Plain JSON. */
export interface RequestScalingState {
  readonly version: 1;
  /** What the sizing remembers: levels, needs, surprises. */
  readonly sizing: PredictiveScalingState;
  /** Requests a second that a replica carries with all of its processor, slowly followed; null until it has told. */
  readonly byProcessor: number | null;
  /** Where only the processor is read: what was seen of it, and what the sizing remembers of that; null until then. */
  readonly alone: { readonly work: ProcessorWork; readonly sizing: PredictiveScalingState } | null;
}

/** How many replicas' processors were in use at each reading, oldest first. */
export interface ProcessorWork {
  readonly timesMs: readonly number[];
  readonly busy: readonly number[];
}

export function initialState(settings: RequestScalingSettings): RequestScalingState {
  const sizing = predictiveScaling.initialState(asQueueSettings(settings, settings.perReplicaRate));
  return { version: 1, sizing, byProcessor: null, alone: null };
}
