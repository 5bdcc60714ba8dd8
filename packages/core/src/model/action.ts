/** What can be done to a service. `hold` is the action of a control that sees no need; it never reaches a platform. */
export type Action =
  | { readonly kind: 'hold' }
  | { readonly kind: 'scale'; readonly from: number; readonly to: number }
  | RestartAction
  | AdmitAction
  | StandbyAction;

/** Replaces one instance; `startedAtMs` says which of its lives: one that has started since is left alone. */
export interface RestartAction {
  readonly kind: 'restart';
  readonly instance: string;
  readonly startedAtMs: number;
  /** It answers nobody: it is not asked to finish its work first. */
  readonly unresponsive: boolean;
}

/** Sets how much is let in for the service at the gate before it. It holds until it is replaced, or its control is not heard of any more. */
export interface AdmitAction {
  readonly kind: 'admit';
  /** What is let in now; null when everybody is. */
  readonly from: AdmissionLimit | null;
  readonly to: AdmissionLimit | null;
}

/** So many replicas are kept, whatever else would do; null keeps none on purpose. Takes nothing away itself. */
export interface StandbyAction {
  readonly kind: 'standby';
  readonly from: number | null;
  readonly to: number | null;
}

export interface AdmissionLimit {
  readonly perSecond: number;
  /** How many may come in at once beyond the rate. */
  readonly burst: number;
}

/** The action that undoes this one; a restart cannot be undone. */
export function inverse(action: Action): Action {
  switch (action.kind) {
    case 'hold':
      return action;
    case 'restart':
      return { kind: 'hold' };
    case 'scale':
    case 'admit':
    case 'standby':
      return { ...action, from: action.to, to: action.from } as Action;
  }
}

/** Whether the action takes capacity away (or touches what runs): such actions need fresh readings, always. */
export function isReducing(action: Action): boolean {
  if (action.kind === 'admit')
    return action.to !== null && (action.from === null || action.to.perSecond < action.from.perSecond);
  return action.kind === 'restart' || (action.kind === 'scale' && action.to < action.from);
}
