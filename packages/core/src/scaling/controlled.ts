import type { AnyControl } from '../model/control.ts';
import type { ServiceRef } from '../model/service.ts';
import type { ServiceView, Window } from '../model/signal.ts';
import { ActionLog } from '../safety/action-log.ts';
import { free } from '../safety/freeze.ts';
import { freshnessOf } from '../safety/freshness.ts';
import { gate } from '../safety/gate.ts';
import type { GuardRails } from '../safety/rails.ts';
import type { Scaler, ScalingLook } from './queue-world.ts';

/** As many readings as a control ever looks at. */
const readingsShown = 130;

export interface ControlledSettings {
  readonly of: ServiceRef;
  readonly control: AnyControl;
  readonly settings: Readonly<Record<string, number>>;
  readonly rails: GuardRails;
  readonly stepMs: number;
}

/** A control that scales, with its guard rails, as it would act in mode `enforced`. */
export function controlledScaler({ of, control, settings, rails, stepMs }: ControlledSettings): Scaler {
  let state = control.initialState(settings);
  const log = new ActionLog();
  return (look) => {
    const view = viewOf(of, look, stepMs);
    const decided = control.decide(view, state, settings);
    state = decided.state;
    let { ordered } = look;
    for (const decision of decided.decisions) {
      if (decision.action.kind !== 'scale') continue;
      const replicas = { desired: ordered, ready: look.ready, starting: Math.max(0, ordered - look.ready) };
      const verdict = gate(decision, {
        ...{ nowMs: look.nowMs, mode: 'enforced', gradualShare: 1, rails, freeze: free, replicas },
        ...{
          readings: freshnessOf(view, control.needs, control.standIns),
          recent: log.recent(of, look.nowMs),
        },
        ...{ servicesInFleet: 1, instances: [] },
      });
      if (verdict.kind !== 'act' || verdict.action.kind !== 'scale') continue;
      log.record(of, verdict.action, look.nowMs);
      ordered = verdict.action.to;
    }
    return ordered;
  };
}

function viewOf(of: ServiceRef, look: ScalingLook, intervalMs: number): ServiceView {
  const { nowMs, ordered, ready, startupMs } = look;
  const fresh = (window: Window) => ({ kind: 'fresh', window: newest(window), intervalMs }) as const;
  return {
    ...{ ...of, nowMs },
    signals: {
      queueDepth: fresh(look.depth),
      arrivalRate: fresh(look.arrivals),
      serviceRate: fresh(look.served),
    },
    replicas: { desired: ordered, ready, starting: Math.max(0, ordered - ready) },
    startupTimesMs: [startupMs],
  };
}

function newest({ timesMs, values }: Window): Window {
  const slice = (all: ArrayLike<number>) => Array.prototype.slice.call(all, -readingsShown) as number[];
  return { timesMs: slice(timesMs), values: slice(values) };
}
