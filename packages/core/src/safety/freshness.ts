import type { StandIns } from '../model/control.ts';
import type { ServiceView, SignalName } from '../model/signal.ts';

/** Whether the readings that a control needs are new enough to take something away on their word. */
export type Freshness = { readonly kind: 'fresh' } | { readonly kind: 'stale'; readonly why: string };

const fresh: Freshness = { kind: 'fresh' };

/** Fresh only when every needed signal, or what stands in for it, is there and fresh; `why` names the first that is not. */
export function freshnessOf(
  view: ServiceView,
  needs: readonly SignalName[],
  standIns: StandIns = {},
): Freshness {
  for (const needed of needs) {
    const standIn = standIns[needed];
    const name = standIn && !view.signals[needed] && view.signals[standIn] ? standIn : needed;
    const signal = view.signals[name];
    if (!signal) return { kind: 'stale', why: `there is no ${name} reading` };
    if (signal.kind === 'stale') return { kind: 'stale', why: `${name}: ${signal.why}` };
  }
  return fresh;
}
