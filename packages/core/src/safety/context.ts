import type { Mode } from '../model/control.ts';
import type { InstanceHealth } from '../model/health.ts';
import type { ReplicaCounts } from '../model/service.ts';
import type { ServiceView } from '../model/signal.ts';
import type { RecentActions } from './action-log.ts';
import type { FreezeState } from './freeze.ts';
import type { Freshness } from './freshness.ts';
import type { HeldByPlatform } from './held-by-platform.ts';
import type { GuardRails } from './rails.ts';

/** Everything the gate looks at besides the decision itself: plain data, gathered by the caller at the moment of acting. */
export interface GateContext {
  readonly nowMs: number;
  readonly mode: Mode;
  /** Share of the targets that mode `gradual` acts on, from 0 to 1; other modes do not look at it. */
  readonly gradualShare: number;
  readonly rails: GuardRails;
  readonly freeze: FreezeState;
  readonly readings: Freshness;
  /** What the platform says now; absent when it has not answered lately. */
  readonly replicas?: ReplicaCounts;
  /** The instances that run now; absent when the platform has not answered lately. */
  readonly instances?: readonly Pick<InstanceHealth, 'id' | 'startedAtMs'>[];
  /** What is let in at the gate before the service now; absent when it has none. */
  readonly admission?: ServiceView['admission'];
  /** Replicas that the deciding control has kept; absent when it keeps none. */
  readonly standby?: ServiceView['standby'];
  /** The most that any control has kept: nothing goes below it. */
  readonly kept?: number;
  readonly recent: RecentActions;
  /** Restarts that the platform held back, by instance. */
  readonly heldByPlatform?: ReadonlyMap<string, HeldByPlatform>;
  /** How many services are under care: the whole of which the blast radius is a share. */
  readonly servicesInFleet: number;
}
