import type { Action, AdmissionLimit } from '../../../model/action.ts';
import type { Decision } from '../../../model/decision.ts';
import { serviceKey } from '../../../model/service.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import { newest, usable } from '../../load/arrivals.ts';
import { learnCapacity, seeReplicas } from '../../load/capacity.ts';
import { figure, replicas as replicasText, span } from '../../say.ts';
import type { AdmissionControlEvidence, Figures } from './figures.ts';
import type { AdmissionControlSettings } from './settings.ts';
import { type AdmissionControlState, understood } from './state.ts';

export const id = 'admission-control';

const trim = { signals: ['queueDepth', 'serviceRate'], lookBackMs: 120_000, mostReadings: 24 } as const;

interface Wish {
  readonly action: Action;
  readonly why: string;
  readonly figures: Figures | null;
}

/** How much is to be let in now; the rules are numbered in SPEC.md. */
export function decide(
  wholeView: ServiceView,
  stateBefore: AdmissionControlState,
  settings: AdmissionControlSettings,
): { readonly state: AdmissionControlState; readonly decisions: readonly Decision[] } {
  const view = trimView(wholeView, trim);
  const before = understood(stateBefore, settings);
  const { state, wish } = consider(view, before, settings);
  const { action, why, figures } = wish;
  const evidence: AdmissionControlEvidence = { control: id, view, state: before, settings, figures };
  const { service, region, nowMs } = view;
  const decision: Decision = {
    id: `${id}/${serviceKey(view)}/${nowMs}`,
    ...{ control: id, service, region, atMs: nowMs, action, why, evidence },
    gradeAtMs: nowMs + settings.gradeAfterMs,
  };
  return { state, decisions: [decision] };
}

function consider(
  view: ServiceView,
  before: AdmissionControlState,
  settings: AdmissionControlSettings,
): { readonly state: AdmissionControlState; readonly wish: Wish } {
  const { admission, replicas, nowMs } = view;
  if (!admission)
    return { state: before, wish: hold('Everybody is let in: there is no gate before this service.') };
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!depth || !replicas) {
    const unseen = depth ? 'it is not known how many replicas there are' : 'the queue cannot be read';
    return { state: before, wish: letEverybodyIn(admission.limit, unseen) };
  }
  const seen = seeReplicas(before.replicas, replicas, nowMs);
  const capacity = learnCapacity(before.capacity, view, seen, settings);
  const state = { ...before, replicas: seen, capacity };
  if (replicas.ready === 0)
    return { state, wish: letEverybodyIn(admission.limit, 'no replica is ready, and none may be for long') };
  const figures = figuresFor(
    Math.max(0, newest(depth.window)),
    replicas.ready,
    capacity.perReplica,
    settings,
  );
  return { state, wish: wishFor(admission.limit, figures, settings) };
}

function figuresFor(
  depth: number,
  ready: number,
  perReplicaRate: number,
  { letInShare, excess, drainWithinMs }: AdmissionControlSettings,
): Figures {
  const capacity = ready * perReplicaRate;
  const drain = Math.max(0, depth - excess) / (drainWithinMs / 1000);
  // Half of what is carried is let in all the same: a backlog is worked off, and nobody is locked out for it.
  const perSecond = Math.max(capacity * letInShare - drain, (capacity * letInShare) / 2);
  const limit = { perSecond: Number(perSecond.toPrecision(4)), burst: excess };
  return { depth, ready, perReplicaRate, capacity, drain, limit };
}

function wishFor(from: AdmissionLimit | null, figures: Figures, settings: AdmissionControlSettings): Wish {
  const { limit, capacity, ready, depth, drain } = figures;
  const carried = `${replicasText(ready)} ${ready === 1 ? 'carries' : 'carry'} ${figure(capacity)} a second`;
  const lower =
    drain > 0
      ? `, and ${figure(depth)} that wait are to be worked off within ${span(settings.drainWithinMs)}`
      : '';
  const most = `at most ${figure(limit.perSecond)} a second and ${limit.burst} at once`;
  if (from && !differs(from, limit, settings))
    return {
      action: { kind: 'hold' },
      why: `${carried}${lower}; ${figure(from.perSecond)} are let in, which fits.`,
      figures,
    };
  return {
    action: { kind: 'admit', from, to: limit },
    why: `${carried}${lower}; ${most} are let in.`,
    figures,
  };
}

function differs(
  from: AdmissionLimit,
  to: AdmissionLimit,
  { changeShare }: AdmissionControlSettings,
): boolean {
  return from.burst !== to.burst || Math.abs(to.perSecond - from.perSecond) > changeShare * from.perSecond;
}

/** Who cannot see must not refuse. */
function letEverybodyIn(from: AdmissionLimit | null, because: string): Wish {
  const why = `Everybody is let in: ${because}.`;
  return from ? { action: { kind: 'admit', from, to: null }, why, figures: null } : hold(why);
}

function hold(why: string): Wish {
  return { action: { kind: 'hold' }, why, figures: null };
}
