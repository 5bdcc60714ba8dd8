import type { Fault } from './fault.ts';
import type { IncidentType } from './incident-type.ts';
import type { ServiceRef } from './service.ts';
import type { SignalName } from './signal.ts';

/** How long a fault may last, ms: long enough to be seen, and no longer than anybody watches it. */
export const experimentMs = { least: 5_000, most: 3_600_000 } as const;

/** A bound on a signal or on the ready replicas. Without data a condition is neither true nor false. */
export interface Condition {
  readonly signal: SignalName | 'readyReplicas';
  /** Which service is read; the experiment's target when absent. */
  readonly service?: string;
  readonly below?: number;
  readonly above?: number;
}

export type Criterion =
  /** The steady state is back, and holds for `holdMs`, within `withinMs` of the fault's start. */
  | { readonly kind: 'recovers'; readonly withinMs: number; readonly holdMs: number }
  /** A control acted (for example scaled out) within `withinMs` of the fault's start. */
  | { readonly kind: 'control_acts'; readonly control: string; readonly withinMs: number }
  /** At most so many messages or requests ended in an error. */
  | { readonly kind: 'errors_at_most'; readonly count: number }
  /** Every message that was accepted was handled, counted by distinct id. */
  | { readonly kind: 'nothing_lost' }
  /** The condition holds for the first time within `withinMs` of the fault's start. */
  | { readonly kind: 'reaches'; readonly condition: Condition; readonly withinMs: number }
  /**
   * The condition holds in at least `readingShare` (all when absent) of the readings that were taken while the fault was on,
   * from `afterMs` on: what shall not be dragged along.
   */
  | {
      readonly kind: 'holds';
      readonly condition: Condition;
      readonly afterMs: number;
      readonly readingShare?: number;
    }
  /** After the fault's end the condition is back within `withinMs`, and holds for `holdMs`. */
  | {
      readonly kind: 'returns';
      readonly condition: Condition;
      readonly withinMs: number;
      readonly holdMs: number;
    }
  /** As many instances as before are ready within `withinMs` of the fault's start, after one was not. */
  | { readonly kind: 'instances_recover'; readonly withinMs: number };

/** What is tried: steady state, faults, when to give up, when it counts as passed. Also written as YAML. */
export interface Scenario {
  readonly name: string;
  readonly incidentType: IncidentType;
  readonly says: string;
  /** The service whose behaviour is judged. */
  readonly target: string;
  /** The service that carries the fault (for arrivals: whoever makes the load; for a dependency: what stands before it). */
  readonly faultTarget: string;
  /** Other services that feel it: what is opened on them meanwhile belongs to the drill. */
  readonly alsoAffected?: readonly string[];
  readonly steadyState: readonly Condition[];
  /** The steady state must hold this long before anything is injected. */
  readonly steadyForMs: number;
  readonly faults: readonly Fault[];
  /** The fault must move the system past this, or the experiment says nothing (INVALID). */
  readonly visibleWhen: readonly Condition[];
  /** Checked all the time; any that is true for two samples running ends the experiment at once. */
  readonly abortWhen: readonly Condition[];
  readonly success: readonly Criterion[];
  /** How long to watch after the fault has ended, at most. */
  readonly settleMs: number;
}

export const verdictKinds = ['passed', 'failed', 'aborted', 'invalid', 'not_rolled_back'] as const;
export type VerdictKind = (typeof verdictKinds)[number];

/** What the command line exits with; 2 is kept for wrong usage. */
export const verdictExitCodes: Readonly<Record<VerdictKind, number>> = {
  passed: 0,
  failed: 1,
  aborted: 3,
  invalid: 4,
  not_rolled_back: 5,
};

export interface CriterionResult {
  readonly criterion: Criterion;
  readonly met: boolean;
  /** One sentence with the measured figure. */
  readonly says: string;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** One sentence. */
  readonly why: string;
  readonly criteria: readonly CriterionResult[];
  readonly scaling?: {
    readonly atMs: number;
    readonly afterFaultMs: number;
    readonly decisionId: string;
    readonly why: string;
  };
  /** From the fault's start, and from its end, to the first moment of a normal that held. Absent: it never did. */
  readonly normalAfterStartMs?: number;
  readonly normalAfterEndMs?: number;
  readonly errors?: number;
  readonly steadyDepth?: number;
  readonly peakDepth?: number;
  readonly peakReplicas?: number;
  /** Which lever did how much; absent where arrivals or replicas could not be read. */
  readonly levers?: readonly LeverShare[];
  readonly messages?: {
    readonly accepted: number;
    readonly handledDistinct: number;
    /** Asked to come back later, and given up in the end. */
    readonly refused?: number;
  };
}

/** What one lever took off a surge's peak, reckoned from what arrived and what was ready. */
export interface LeverShare {
  /** A control's id; `none` for what would have waited without any. */
  readonly lever: string;
  /** The deepest queue with this lever and those before it. */
  readonly peakWith: number;
  readonly tookOff: number;
}

export interface ExperimentTargets {
  readonly target: ServiceRef;
  readonly faultTarget: ServiceRef;
}

export const experimentPhases = ['steady-state', 'fault', 'settling', 'rolling-back', 'finished'] as const;
export type ExperimentPhase = (typeof experimentPhases)[number];
