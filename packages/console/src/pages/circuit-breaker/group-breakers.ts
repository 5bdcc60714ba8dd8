import type { BreakerView } from '../../api/types.ts';

type BreakerState = BreakerView['state'];

/** The circuits to one dependency of one service, over all its instances. */
export interface BreakerGroup {
  readonly key: string;
  readonly service: string;
  readonly region: string;
  readonly dependency: string;
  readonly endpoint: string;
  /** The worst of its instances' states. */
  readonly state: BreakerState;
  /** Since when the first of them is in it. */
  readonly sinceMs: number;
  /** How many of them are not closed. */
  readonly notClosed: number;
  readonly instances: number;
  readonly calls: number;
  readonly failures: number;
  readonly rejected: number;
}

/** Worst first. */
const order: readonly BreakerState[] = ['open', 'isolated', 'half-open', 'closed'];
const rank = (state: BreakerState): number => order.indexOf(state);

/** One entry for each dependency (and endpoint) of each service, trouble first, then by name. */
export function groupBreakers(breakers: readonly BreakerView[]): BreakerGroup[] {
  const groups = new Map<string, BreakerGroup>();
  for (const one of breakers) {
    const { service, region, dependency, endpoint, state, sinceMs } = one;
    const key = JSON.stringify([service, region, dependency, endpoint]);
    const known = groups.get(key);
    const worse = !known || rank(state) < rank(known.state);
    groups.set(key, {
      key,
      ...{ service, region, dependency, endpoint },
      state: worse ? state : known.state,
      sinceMs: worse ? sinceMs : state === known.state ? Math.min(sinceMs, known.sinceMs) : known.sinceMs,
      notClosed: (known?.notClosed ?? 0) + Number(state !== 'closed'),
      instances: (known?.instances ?? 0) + 1,
      calls: (known?.calls ?? 0) + one.calls,
      failures: (known?.failures ?? 0) + one.failures,
      rejected: (known?.rejected ?? 0) + one.rejected,
    });
  }
  const name = ({ service, dependency, endpoint }: BreakerGroup) => `${service} ${dependency} ${endpoint}`;
  return [...groups.values()].sort((a, b) => rank(a.state) - rank(b.state) || name(a).localeCompare(name(b)));
}
