import type { Capacity, SeenReplicas } from '../../load/capacity.ts';
import { type Memory, noMemory } from './memory.ts';
import { unseenDispersion } from './noise.ts';
import type { PredictiveScalingSettings } from './settings.ts';
import { noSurprises, type Surprises } from './surprise.ts';
import { noRises, type Rises } from './trust.ts';

/** What the control remembers between two decisions about a service. Plain JSON. */
export interface PredictiveScalingState {
  /** The layout's number: a state with another one is not understood and learning starts anew. */
  readonly version: 1;
  /** When it last decided, ms; 0 before the first time. */
  readonly decidedAtMs: number;
  readonly capacity: Capacity;
  /** How much noisier than a Poisson process arrivals have been (variance over mean), slowly followed. */
  readonly dispersion: number;
  /** The replica counts as last seen, and since when they are so; null before the first. */
  readonly replicas: SeenReplicas | null;
  /** The most replicas that were needed in each short stretch of the recent past, oldest first. */
  readonly needs: readonly NeedBucket[];
  /** How wrong the look ahead has been lately. */
  readonly surprises: Surprises;
  /** What came of rises that were foreseen. */
  readonly rises: Rises;
  /** How long bursts are remembered. */
  readonly memory: Memory;
}

export interface NeedBucket {
  readonly startMs: number;
  readonly most: number;
  /** The same without what was ordered ahead of a rise or to drain a backlog. */
  readonly standing: number;
}

export function initialState(settings: PredictiveScalingSettings): PredictiveScalingState {
  return {
    version: 1,
    decidedAtMs: 0,
    capacity: { perReplica: settings.perReplicaRate, weight: 1, learntUntilMs: 0 },
    dispersion: unseenDispersion,
    replicas: null,
    needs: [],
    surprises: noSurprises,
    rises: noRises,
    memory: noMemory,
  };
}

/** The state, with what an earlier version did not remember yet, or a new one when it is not understood. */
export function understood(
  state: PredictiveScalingState,
  settings: PredictiveScalingSettings,
): PredictiveScalingState {
  if (state?.version !== 1) return initialState(settings);
  const needs = state.needs.map((need) => ({ ...need, standing: need.standing ?? need.most }));
  return { ...initialState(settings), ...state, needs };
}
