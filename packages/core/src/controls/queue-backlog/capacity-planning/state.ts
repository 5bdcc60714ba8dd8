/** What the control remembers between two decisions about a service. Plain JSON. */
export interface CapacityPlanningState {
  /** The layout's number: a state with another one is not understood. */
  readonly version: 1;
  /** The replicas that the plan has asked for last; null when it has asked for none. */
  readonly raisedTo: number | null;
  /** The hour in which it last said that nothing is to be done: once an hour is enough. */
  readonly heldHourMs: number;
}

export const initialState = (): CapacityPlanningState => ({ version: 1, raisedTo: null, heldHourMs: 0 });

export function understood(state: CapacityPlanningState): CapacityPlanningState {
  return state?.version === 1 ? state : initialState();
}
