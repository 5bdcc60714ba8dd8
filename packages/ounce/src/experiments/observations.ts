import type { Condition, Criterion, Scenario, Window } from '@ounce/core';
import type { ActionRecord } from '../ledger/index.ts';
import type { Accounting } from '../ports/index.ts';
import type { InstanceWatch } from './instances.ts';
import type { FlowLook } from './lever-shares.ts';
import { conditionOf, Marks } from './marks.ts';
import { RecoveryWatch } from './recovery.ts';

/** What was seen while an experiment ran; the verdict is a function of this and the scenario. */
export interface Observations {
  faultStartedAtMs?: number;
  faultEndedAtMs?: number;
  /** The fault moved the system past `visibleWhen`. */
  visible: boolean;
  /** Queue depths read in the steady state. */
  readonly steadyDepths: number[];
  peakDepth?: number;
  peakReplicas?: number;
  /** From the fault's start on. */
  readonly looks: FlowLook[];
  /** What arrived, as far as it was read; and the rate before the fault. */
  arrivals?: Window;
  usualRate?: number;
  /** From the first visible effect. */
  sinceVisible?: RecoveryWatch;
  sinceEnd?: RecoveryWatch;
  /** What was seen of each criterion's condition, from just before the fault. */
  readonly criteria: ReadonlyMap<Criterion, Marks>;
  /** What was seen of each of `visibleWhen`. */
  readonly effects: ReadonlyMap<Condition, Marks>;
  /** The target's instances, from the fault's start. */
  instances?: InstanceWatch;
  actions: readonly ActionRecord[];
  /** Why a control that is to act might not, when the fault began. */
  readonly mayNotAct: Map<string, string>;
  accountingBefore?: Accounting;
  accounting?: Accounting;
  /** Why it ended before its time. */
  abortedBecause?: string;
  /** False when the fault could not be seen to be gone. */
  rolledBack: boolean;
}

export function newObservations({ success, visibleWhen }: Scenario): Observations {
  return {
    visible: false,
    steadyDepths: [],
    criteria: new Map(success.filter(conditionOf).map((criterion) => [criterion, new Marks()])),
    effects: new Map(visibleWhen.map((condition) => [condition, new Marks()])),
    actions: [],
    mayNotAct: new Map(),
    looks: [],
    rolledBack: true,
  };
}

export function watchFrom(fromMs: number, { success }: Scenario): RecoveryWatch {
  const recovers = success.find((criterion) => criterion.kind === 'recovers');
  return new RecoveryWatch(fromMs, recovers?.holdMs ?? 0);
}
