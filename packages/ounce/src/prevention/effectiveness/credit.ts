import { countIn, type IncidentType, rolloutEffects, sharedCredit } from '@ounce/core';
import type { IncidentFact } from '../../ledger/index.ts';
import { timesOf } from './assess-scope.ts';
import { type ActivePrevention, firstMs, protectsFromMs } from './prevention-book.ts';
import { ratioView } from './to-view.ts';
import type { CreditView, RolloutEffectView } from './views.ts';
import { observedWindow, type WatchedTime } from './watched-time.ts';

/** One regression with more columns than this answers nothing that a person could check. */
const mostPreventions = 12;
const mostServices = 60;
const mostShared = 200;

export interface CreditAsked {
  readonly type: IncidentType;
  readonly preventions: readonly ActivePrevention[];
  readonly incidents: readonly IncidentFact[];
  readonly watched: WatchedTime;
  readonly nowMs: number;
}

/** Incidents that did not happen since the first prevention, in equal parts among those active at a time. */
export function creditOf({ type, preventions, incidents, watched, nowMs }: CreditAsked): CreditView[] {
  const active = preventions.slice(0, mostShared);
  const [first] = active;
  const startMs = watched.spans[0]?.startMs;
  if (!first || startMs === undefined) return [];
  const times = timesOf(incidents);
  const before = countIn(observedWindow(watched, startMs, firstMs(first)), times);
  if (before.exposureDays === 0) return [];
  const shares = sharedCredit(
    active.map((prevention) => ({ id: prevention.id, activeFromMs: firstMs(prevention) })),
    times,
    before.count / before.exposureDays,
    { startMs: firstMs(first), endMs: nowMs },
  );
  const titles = new Map(active.map(({ id, title }) => [id, title]));
  return shares.map((share) => ({ ...share, type, title: titles.get(share.id) ?? share.id }));
}

/** Effects told apart by roll-outs at different times to different services; empty where there were none. */
export function rolloutViews({ preventions, incidents, watched, nowMs }: CreditAsked): RolloutEffectView[] {
  const staggered = preventions.filter(({ rollouts }) => rollouts.length > 0).slice(0, mostPreventions);
  const startMs = watched.spans[0]?.startMs;
  if (staggered.length === 0 || startMs === undefined) return [];
  const byService = new Map<string, number[]>();
  for (const { service, startedAtMs } of incidents) {
    const times = byService.get(service);
    if (times) times.push(startedAtMs);
    else byService.set(service, [startedAtMs]);
  }
  const busiest = [...byService].sort((a, b) => b[1].length - a[1].length).slice(0, mostServices);
  const window = observedWindow(watched, startMs, nowMs);
  const services = busiest.map(([service, incidentTimesMs]) => ({ service, window, incidentTimesMs }));
  const rollouts = staggered.flatMap((prevention) =>
    services.flatMap(({ service }) => {
      const atMs = protectsFromMs(prevention, service);
      return atMs === undefined ? [] : [{ prevention: prevention.id, service, atMs }];
    }),
  );
  return rolloutEffects(services, rollouts).map(({ prevention, answer, ratio, interval }) => ({
    id: prevention,
    answer,
    ratio: ratioView(ratio, interval),
  }));
}
