import type { Window } from '../../../model/signal.ts';
import type { Capacity, SeenReplicas } from '../../load/capacity.ts';
import type { StandbyHeadroomSettings } from './settings.ts';
import { baseBefore, followSurges, noSurges, type SurgeRecord } from './surges.ts';

const dayMs = 86_400_000;

/** What the control remembers between two decisions about a service. Plain JSON. */
export interface StandbyHeadroomState {
  /** The layout's number: a state with another one is not understood and learning starts anew. */
  readonly version: 1;
  readonly capacity: Capacity;
  readonly replicas: SeenReplicas | null;
  readonly record: SurgeRecord;
  /** What arrivals usually are; kept as it was while a surge lasts. Null before it is known. */
  readonly base: number | null;
}

export function initialState({ perReplicaRate }: StandbyHeadroomSettings): StandbyHeadroomState {
  const capacity = { perReplica: perReplicaRate, weight: 1, learntUntilMs: 0 };
  return { version: 1, capacity, replicas: null, record: noSurges, base: null };
}

export function understood(
  state: StandbyHeadroomState,
  settings: StandbyHeadroomSettings,
): StandbyHeadroomState {
  return state?.version === 1 ? state : initialState(settings);
}

export function surgeOptions(settings: StandbyHeadroomSettings, leadMs: number) {
  return { baseMs: settings.baseMs, leadMs, lookBackMs: settings.lookBackDays * dayMs };
}

/** What recorded arrivals teach before the first decision. */
export function learnFromHistory(
  state: StandbyHeadroomState,
  arrivals: Window,
  settings: StandbyHeadroomSettings,
): StandbyHeadroomState {
  const { timesMs } = arrivals;
  const last = timesMs.length - 1;
  if (last < 1) return state;
  const intervalMs = timesMs[last]! - timesMs[last - 1]!;
  const options = surgeOptions(settings, settings.startupMs + intervalMs);
  const record = followSurges(state.record, arrivals, options);
  // Until there are new readings, what was usual then is the best that is known.
  const base = record.open?.base ?? baseBefore(arrivals, last, settings.baseMs, record) ?? null;
  return { ...state, record, base };
}

export const historyMs = ({ lookBackDays }: StandbyHeadroomSettings) => lookBackDays * dayMs;
