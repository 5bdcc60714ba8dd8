import {
  type Action,
  type AnyControl,
  type ControlFinding,
  type Decision,
  type DetectionRule,
  type DetectionState,
  type HeldByPlatform,
  type HeldReason,
  initialDetectionState,
  type ServicePlan,
  type ServiceRef,
  type ServiceStatus,
  type SignalName,
  serviceKey,
} from '@ounce/core';
import type { OpenFinding } from './find.ts';
import { HealthBook } from './health-book.ts';
import { HeldWishes } from './held-wishes.ts';
import type { ControlSpec, ServiceSpec } from './options.ts';
import { statusEveryMs } from './options.ts';
import type { Recovery } from './recover.ts';
import { Series } from './series.ts';
import type { Admitted } from './standing.ts';

/** What became of a control's last wish. */
export type Outcome =
  | { readonly kind: 'hold' }
  | { readonly kind: 'acted'; readonly action: Action; readonly why: string }
  | { readonly kind: 'held'; readonly because: HeldReason; readonly why: string }
  | { readonly kind: 'failed'; readonly error: string };

/** One control at work on one service. */
export interface RunningControl extends ControlSpec {
  state: unknown;
  /** What it found when it last decided. */
  findings?: readonly ControlFinding[];
  last?: { readonly decision: Decision; readonly outcome: Outcome };
  /** Decisions that are still to be graded, oldest first. */
  readonly ungraded: Decision[];
  lastHoldKeptMs: number;
  /** The limit or floor that was last kept for grading. */
  lastStanding?: Pick<Decision, 'action' | 'atMs'>;
  readonly heldWishes: HeldWishes;
}

/** Everything the governor knows about one service in one region. */
export interface Service {
  readonly ref: ServiceRef;
  readonly key: string;
  readonly spec: ServiceSpec;
  /** One for each metric of the spec, in its order. */
  readonly series: readonly (Series & { readonly name: SignalName })[];
  readonly readyReplicas: Series;
  readonly desiredReplicas: Series;
  readonly controls: readonly RunningControl[];
  readonly detections: { readonly rule: DetectionRule; state: DetectionState }[];
  status?: ServiceStatus;
  statusError?: string;
  /** Replicas that controls want kept whatever others find enough, by control. */
  readonly kept: Map<string, number>;
  /** The plan of the week ahead, for controls that go by one. */
  plan?: ServicePlan;
  /** The hour for which a plan was asked for last. */
  planHour?: number;
  /** What is let in at the gate before it; everybody is when absent. */
  admitted?: Admitted;
  /** Start-up times of replicas, newest last, and the instances they were taken from. */
  readonly startupTimesMs: number[];
  readonly timedInstances: Set<string>;
  /** What its instances answered when they were probed; absent when nobody probes it. */
  readonly health?: HealthBook;
  /** Restarts whose instance is not back yet. */
  readonly recoveries: Recovery[];
  /** What controls have found and is not over: by `control/key`. */
  readonly findings: Map<string, OpenFinding>;
  /** Restarts that the platform's own guard rails held back, by instance. */
  readonly heldByPlatform: Map<string, HeldByPlatform>;
  /** A reading has come (or failed to come) since detections and grades last looked. */
  dirty: boolean;
  /** There is something new that the controls have not decided on; they wait while an order is on its way. */
  undecided: boolean;
  /** An order is on its way to the platform. */
  acting: boolean;
  /** When the last order ended: what the platform said before is out of date. */
  orderedAtMs: number;
}

export function createService(spec: ServiceSpec): Service {
  const ref = { service: spec.service, region: spec.region };
  return {
    ref,
    key: serviceKey(ref),
    spec,
    series: spec.metrics.map(
      ({ signal, intervalMs }) => new Series(signal, intervalMs) as Series & { name: SignalName },
    ),
    readyReplicas: new Series('readyReplicas', statusEveryMs),
    desiredReplicas: new Series('desiredReplicas', statusEveryMs),
    controls: spec.controls.map((control) => ({
      ...control,
      state: (control.control as AnyControl).initialState(control.settings),
      ungraded: [],
      heldWishes: new HeldWishes(),
      lastHoldKeptMs: Number.NEGATIVE_INFINITY,
    })),
    detections: spec.detections.map((rule) => ({ rule, state: initialDetectionState })),
    ...(spec.health ? { health: new HealthBook(spec.health) } : {}),
    recoveries: [],
    findings: new Map(),
    heldByPlatform: new Map(),
    kept: new Map(),
    startupTimesMs: [],
    timedInstances: new Set(),
    dirty: true,
    undecided: true,
    acting: false,
    orderedAtMs: Number.NEGATIVE_INFINITY,
  };
}
