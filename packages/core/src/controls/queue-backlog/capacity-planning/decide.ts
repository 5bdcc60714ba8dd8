import type { Action } from '../../../model/action.ts';
import type { Decision } from '../../../model/decision.ts';
import { serviceKey } from '../../../model/service.ts';
import type { PlannedLoad, ServicePlan, ServiceView } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import { newest, usable } from '../../load/arrivals.ts';
import { figure, replicas as replicasText } from '../../say.ts';
import type { CapacityPlanningEvidence, Figures } from './figures.ts';
import type { CapacityPlanningSettings } from './settings.ts';
import { type CapacityPlanningState, understood } from './state.ts';

export const id = 'capacity-planning';

const trim = { signals: ['arrivalRate', 'queueDepth'], lookBackMs: 120_000, mostReadings: 12 } as const;
const hourMs = 3_600_000;
/** The hour's readings are told of a little after its end. */
const toldAfterMs = 300_000;

interface Wish {
  readonly action: Action;
  readonly why: string;
}

/** Replicas of the plan, before the hour for which it has them; the rules are numbered in SPEC.md. */
export function decide(
  wholeView: ServiceView,
  stateBefore: CapacityPlanningState,
  settings: CapacityPlanningSettings,
): { readonly state: CapacityPlanningState; readonly decisions: readonly Decision[] } {
  const view = shown(wholeView, settings);
  const before = understood(stateBefore);
  const hour = hourAhead(view, settings);
  const figures = typeof hour === 'string' ? null : figuresFor(view, hour);
  const wishes = figures ? wishesFor(view, figures, before, settings) : [];
  const { service, region, nowMs } = view;
  const asked = wishes.findLast(({ action }) => action.kind === 'scale')?.action;
  const raisedTo = asked?.kind === 'scale' ? asked.to : before.raisedTo;
  const thisHourMs = Math.floor(nowMs / hourMs) * hourMs;
  const state = { ...before, raisedTo, heldHourMs: wishes.length > 0 ? before.heldHourMs : thisHourMs };
  if (wishes.length === 0) {
    if (before.heldHourMs === thisHourMs) return { state, decisions: [] };
    const why = typeof hour === 'string' ? `Nothing is changed: ${hour}.` : sentence(figures!);
    wishes.push({ action: { kind: 'hold' }, why });
  }
  const evidence: CapacityPlanningEvidence = { control: id, view, state: before, settings, figures };
  const gradeAtMs = (figures?.hourMs ?? thisHourMs) + hourMs + toldAfterMs;
  const decisions = wishes.map(({ action, why }): Decision => {
    const about = action.kind === 'standby' ? '/floor' : '';
    return {
      id: `${id}/${serviceKey(view)}/${nowMs}${about}`,
      ...{ control: id, service, region, atMs: nowMs, action, why, evidence, gradeAtMs },
    };
  });
  return { state, decisions };
}

/** Of the plan only the hours that count now: evidence is to stay small. */
function shown(wholeView: ServiceView, { leadMs }: CapacityPlanningSettings): ServiceView {
  const { plan, standby, nowMs } = wholeView;
  const near = (load: PlannedLoad) => load.startMs + hourMs > nowMs && load.startMs <= nowMs + leadMs;
  return {
    ...trimView(wholeView, trim),
    ...(plan ? { plan: { ...plan, hours: plan.hours.filter(near), seen: [] } } : {}),
    ...(standby === undefined ? {} : { standby }),
  };
}

/** The hour, of those that begin within the lead, that asks for the most; or why there is none. */
function hourAhead({ plan, replicas, nowMs }: ServiceView, settings: CapacityPlanningSettings) {
  if (!plan) return 'there is no plan for this service yet';
  if (nowMs - plan.madeAtMs > settings.validMs) return 'the plan is too old';
  if (!replicas) return 'it is not known how many replicas there are';
  const [first, ...more] = plan.hours;
  if (!first) return 'the plan has nothing to say of this hour';
  return more.reduce((most, hour) => (hour.replicas > most.replicas ? hour : most), first);
}

function figuresFor({ plan, replicas }: ServiceView, hour: PlannedLoad): Figures {
  const { startMs, expected, upper } = hour;
  return {
    ...{ hourMs: startMs, expected, upper, planned: hour.replicas },
    ...{ desired: replicas!.desired, perReplicaRate: (plan as ServicePlan).perReplica },
  };
}

function wishesFor(
  view: ServiceView,
  figures: Figures,
  before: CapacityPlanningState,
  settings: CapacityPlanningSettings,
): Wish[] {
  const { planned, desired } = figures;
  const standing = view.standby ?? null;
  const why = sentence(figures);
  const wishes: Wish[] = [];
  if (standing !== planned) wishes.push({ action: { kind: 'standby', from: standing, to: planned }, why });
  // What is not allowed to be kept is not ordered either.
  if (standing !== null && desired < planned)
    wishes.push({ action: { kind: 'scale', from: desired, to: planned }, why });
  if (standing !== null && desired > planned && desired === before.raisedTo && fits(view, figures, settings))
    wishes.push({
      action: { kind: 'scale', from: desired, to: planned },
      why: `${why} What the plan had added is not needed any more.`,
    });
  return wishes;
}

/** Only what is seen to be idle is given back: fresh arrivals that fit with room to spare, and hardly anything that waits. */
function fits(view: ServiceView, figures: Figures, { freeBeforeIn }: CapacityPlanningSettings): boolean {
  const arrivals = usable(view, 'arrivalRate', 'fresh');
  if (!arrivals) return false;
  const capacity = figures.planned * figures.perReplicaRate;
  const waiting = view.signals.queueDepth ? usable(view, 'queueDepth', 'fresh') : undefined;
  if (view.signals.queueDepth && !waiting) return false;
  const isIdle = !waiting || newest(waiting.window) <= capacity;
  return isIdle && newest(arrivals.window) <= capacity * (1 - freeBeforeIn);
}

function sentence({ hourMs: startMs, expected, upper, planned, desired }: Figures): string {
  const hour = new Date(startMs).toISOString().slice(11, 16);
  return `The plan has ${replicasText(planned)} from ${hour} UTC, for ${figure(expected)} a second expected and ${figure(upper)} at most; ${desired} are asked for now.`;
}
