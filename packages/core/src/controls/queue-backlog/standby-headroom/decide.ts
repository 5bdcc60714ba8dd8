import type { Action } from '../../../model/action.ts';
import type { Decision } from '../../../model/decision.ts';
import { serviceKey } from '../../../model/service.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import { newest, readingsOutside, usable } from '../../load/arrivals.ts';
import { learnCapacity, seeReplicas, startupOf } from '../../load/capacity.ts';
import { figure, percent, replicas as replicasText, span } from '../../say.ts';
import type { Figures, StandbyHeadroomEvidence } from './figures.ts';
import type { StandbyHeadroomSettings } from './settings.ts';
import { type StandbyHeadroomState, surgeOptions, understood } from './state.ts';
import { baseBefore, followSurges, riseQuantile, type SurgeRecord } from './surges.ts';

export const id = 'standby-headroom';

const trim = {
  signals: ['queueDepth', 'arrivalRate', 'serviceRate'],
  lookBackMs: 900_000,
  mostReadings: 180,
} as const;
/** The usual use of what the base needs: the rest is for noise. */
const usualUse = 0.75;

interface Wish {
  readonly action: Action;
  readonly why: string;
}

interface Considered {
  readonly state: StandbyHeadroomState;
  readonly wishes: readonly Wish[];
  readonly figures: Figures | null;
}

/** How many replicas are to be kept whatever scaling says, and an order for those that are missing; the rules are numbered in SPEC.md. */
export function decide(
  wholeView: ServiceView,
  stateBefore: StandbyHeadroomState,
  settings: StandbyHeadroomSettings,
): { readonly state: StandbyHeadroomState; readonly decisions: readonly Decision[] } {
  const { standby, drills } = wholeView;
  const view: ServiceView = {
    ...trimView(wholeView, trim),
    ...(standby === undefined ? {} : { standby }),
    ...(drills ? { drills } : {}),
  };
  const before = understood(stateBefore, settings);
  const { state, wishes, figures } = consider(view, before, settings);
  const evidence: StandbyHeadroomEvidence = { control: id, view, state: before, settings, figures };
  const { service, region, nowMs } = view;
  const decisions = wishes.map(({ action, why }): Decision => {
    const about = action.kind === 'standby' ? '/floor' : '';
    return {
      id: `${id}/${serviceKey(view)}/${nowMs}${about}`,
      ...{ control: id, service, region, atMs: nowMs, action, why, evidence },
      gradeAtMs: nowMs + settings.gradeAfterMs,
    };
  });
  return { state, decisions };
}

function consider(
  view: ServiceView,
  before: StandbyHeadroomState,
  settings: StandbyHeadroomSettings,
): Considered {
  const { replicas, nowMs } = view;
  const arrivals = usable(view, 'arrivalRate', 'fresh');
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!arrivals || !depth || !replicas) {
    const unknown = replicas ? 'it is not known what arrives or waits' : 'the replicas are unknown';
    return { state: before, wishes: [hold(`Nothing is changed: ${unknown}.`)], figures: null };
  }
  const seen = seeReplicas(before.replicas, replicas, nowMs);
  const capacity = learnCapacity(before.capacity, view, seen, settings);
  const leadMs = startupOf(view, settings) + arrivals.intervalMs;
  const real = readingsOutside(arrivals.window, view.drills ?? []);
  const record = followSurges(before.record, real, surgeOptions(settings, leadMs));
  const base =
    record.open?.base ?? baseBefore(real, real.timesMs.length, settings.baseMs, record) ?? before.base;
  const state = { ...before, replicas: seen, capacity, record, base };
  if (base === null)
    return {
      state,
      wishes: [hold('Nothing is kept yet: it is not known what usually arrives.')],
      figures: null,
    };
  const figures = figuresFor(
    { record, base, leadMs, depth: newest(depth.window) },
    capacity.perReplica,
    settings,
  );
  return { state, wishes: wishesFor(view, figures, settings), figures };
}

interface Seen {
  readonly record: SurgeRecord;
  readonly base: number;
  readonly leadMs: number;
  readonly depth: number;
}

function figuresFor(
  { record, base, leadMs, depth }: Seen,
  perReplicaRate: number,
  settings: StandbyHeadroomSettings,
): Figures {
  const { surgeQuantile, atLeastSurges, mayWait, mostStandby } = settings;
  const surges = record.surges.length;
  const rise = surges < atLeastSurges ? 0 : riseQuantile(record, surgeQuantile);
  const needed = Math.max(1, Math.ceil(base / (perReplicaRate * usualUse) - 1e-9));
  // What may wait meanwhile need not be carried.
  const carried = base + rise - mayWait / Math.max(1, leadMs / 1000);
  const wanted = rise > 0 ? Math.ceil(carried / perReplicaRate - 1e-9) : 0;
  const keep = Math.min(Math.max(needed, wanted), needed + mostStandby);
  const replicaHoursPerDay = 24 * (keep - needed);
  return { base, rise, surges, leadMs, depth, perReplicaRate, needed, keep, replicaHoursPerDay };
}

function wishesFor(view: ServiceView, figures: Figures, settings: StandbyHeadroomSettings): Wish[] {
  const { needed, keep } = figures;
  const standing = view.standby ?? null;
  const desired = view.replicas!.desired;
  const wanted = keep > needed ? keep : null;
  const why = sentence(figures, settings);
  const wishes: Wish[] = [];
  if (wanted !== standing && worthIt(standing, wanted))
    wishes.push({ action: { kind: 'standby', from: standing, to: wanted }, why });
  // What is not allowed to be kept is not ordered either.
  if (wanted !== null && standing !== null && desired < wanted)
    wishes.push({ action: { kind: 'scale', from: desired, to: wanted }, why });
  return wishes.length > 0 ? wishes : [hold(why)];
}

/** The floor rises at once, and falls only when it is too high by more than one replica: arrivals are never quite the same. */
function worthIt(standing: number | null, wanted: number | null): boolean {
  return standing === null || wanted === null || wanted > standing || standing - wanted > 1;
}

function sentence(
  figures: Figures,
  { surgeQuantile, lookBackDays, atLeastSurges }: StandbyHeadroomSettings,
): string {
  const { base, rise, surges, leadMs, needed, keep, replicaHoursPerDay } = figures;
  const usual = `Arrivals are usually ${figure(base)} a second, which needs ${replicasText(needed)}`;
  if (surges < atLeastSurges)
    return `${usual}; ${surges} surges were seen in ${lookBackDays} days, and ${atLeastSurges} are needed to keep anything for them.`;
  const seen = `${percent(surgeQuantile)} of ${surges} surges in ${lookBackDays} days rose by up to ${figure(rise)} a second within ${span(leadMs)}`;
  if (keep === needed) return `${usual}; ${seen}, which that carries.`;
  return `${usual}; ${seen}: ${keep} are kept, ${keep - needed} of them in standby (${figure(replicaHoursPerDay)} replica-hours a day).`;
}

function hold(why: string): Wish {
  return { action: { kind: 'hold' }, why };
}
