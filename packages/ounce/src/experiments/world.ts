import {
  type ExperimentTargets,
  type FreezeState,
  type Mode,
  type Scenario,
  type ServiceRef,
  type ServiceStatus,
  type ServiceView,
  serviceKey,
} from '@ounce/core';
import type { ActionRecord, Ledger } from '../ledger/index.ts';

/** What an experiment needs of the governor that watches the same services. */
export interface World {
  view(ref: ServiceRef): ServiceView | undefined;
  /** What its platform said last; undefined before its first answer. */
  status(ref: ServiceRef): ServiceStatus | undefined;
  freeze(): FreezeState;
  /** Why a control may not act on this service now; undefined when it may. */
  mayNotAct(ref: ServiceRef, control: string): string | undefined;
  /** Marks the targets as being experimented on; returns the function that ends it. */
  beginTrial(trial: {
    experimentId: string;
    services: readonly ServiceRef[];
    controls: 'on' | 'off';
  }): () => void;
  /** Actions on the target that were carried out since `sinceMs`, oldest first. */
  actionsSince(ref: ServiceRef, sinceMs: number): readonly ActionRecord[];
}

/** One experiment, ready to run: everything has been looked up and allowed. */
export interface ExperimentPlan {
  readonly experimentId: string;
  readonly scenario: Scenario;
  readonly targets: ExperimentTargets;
  readonly durationMs: number;
  readonly controls: 'on' | 'off';
  readonly actor: string;
}

/** Makes the world of a governor and its ledger. */
export function worldOf<Service extends { readonly status?: ServiceStatus }>(
  governor: Pick<World, 'view' | 'beginTrial'> & {
    readonly freeze: FreezeState;
    readonly services: ReadonlyMap<string, Service>;
    modeOf(service: Service, control: string): { readonly mode: Mode; readonly why?: string };
  },
  { query }: Ledger,
): World {
  return {
    view: (ref) => governor.view(ref),
    status: (ref) => governor.services.get(serviceKey(ref))?.status,
    freeze: () => governor.freeze,
    mayNotAct: (ref, control) => {
      const service = governor.services.get(serviceKey(ref));
      const { mode, why = `its mode was ${mode}` } = service
        ? governor.modeOf(service, control)
        : ({ mode: 'off' } as const);
      return mode === 'off' || mode === 'dry-run' ? why : undefined;
    },
    beginTrial: (trial) => governor.beginTrial(trial),
    actionsSince: (ref, sinceMs) => query.actions({ ...ref, outcome: 'taken', sinceMs }).items.toReversed(),
  };
}
