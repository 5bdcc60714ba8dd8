import type { Action } from '../../../model/action.ts';
import type { Decision, ForecastPoint } from '../../../model/decision.ts';
import { serviceKey } from '../../../model/service.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import { newest, usable } from '../../load/arrivals.ts';
import { learnCapacity, seeReplicas, startupOf } from '../../load/capacity.ts';
import type { Figures, PredictiveScalingEvidence } from './figures.ts';
import { breachAfter, forecastDepth } from './forecast.ts';
import { inflowOf } from './inflow.ts';
import { followMemory, keptLevel, rememberedLevel } from './memory.ts';
import { capacityAhead, capacityKept, type Need, needOf, type Situation } from './need.ts';
import { followDispersion } from './noise.ts';
import { nearPlan, profileOf } from './profile.ts';
import { mayGiveBack, mayStay, rememberNeed, stillOrdered } from './scale-in.ts';
import type { PredictiveScalingSettings } from './settings.ts';
import { type PredictiveScalingState, understood } from './state.ts';
import { followSurprises, surpriseToExpect } from './surprise.ts';
import { followRises, trusted } from './trust.ts';
import { whyBack, whyDoubt, whyHold, whyIn, whyOut } from './why.ts';

export const id = 'predictive-scaling';

/** What of the past is looked at: ten minutes, or the newest 96 readings where they come faster. */
const trim = {
  signals: ['queueDepth', 'arrivalRate', 'serviceRate'],
  lookBackMs: 600_000,
  mostReadings: 96,
} as const;

/** With nothing waiting, fewer than this share more are not worth an order. */
const smallShare = 0.04;

interface Wish {
  readonly action: Action;
  readonly why: string;
  readonly figures: Figures | null;
  readonly forecast?: readonly ForecastPoint[];
}

type Step = { readonly state: PredictiveScalingState; readonly wish: Wish };

/** One decision about one service; the rules are numbered in SPEC.md. */
export function decide(
  wholeView: ServiceView,
  stateBefore: PredictiveScalingState,
  settings: PredictiveScalingSettings,
): { readonly state: PredictiveScalingState; readonly decisions: readonly Decision[] } {
  const view = { ...trimView(wholeView, trim), ...nearPlan(wholeView) };
  const before = understood(stateBefore, settings);
  const { state, wish } = consider(view, before, settings);
  const evidence: PredictiveScalingEvidence = {
    control: id,
    view,
    state: before,
    settings,
    figures: wish.figures,
  };
  const { service, region, nowMs } = view;
  const decision: Decision = {
    id: `${id}/${serviceKey(view)}/${nowMs}`,
    control: id,
    service,
    region,
    atMs: nowMs,
    action: wish.action,
    why: wish.why,
    evidence,
    ...(wish.forecast ? { forecast: wish.forecast } : {}),
    gradeAtMs: nowMs + settings.horizonMs,
  };
  return { state, decisions: [decision] };
}

function consider(
  view: ServiceView,
  before: PredictiveScalingState,
  settings: PredictiveScalingSettings,
): Step {
  const { nowMs, replicas } = view;
  const depth = usable(view, 'queueDepth', 'fresh');
  if (!depth) return hold(before, `Nothing is changed: ${whyNoDepth(view)}.`);
  if (!replicas) return hold(before, 'Nothing is changed: it is not known how many replicas there are.');
  const seen = seeReplicas(before.replicas, replicas, nowMs);
  if (seen.dropped) return hold({ ...before, replicas: seen }, whyDoubt(replicas.desired, seen.dropped.from));
  const capacity = learnCapacity(before.capacity, view, seen, settings);
  const inflow = inflowOf(view, { ...seen, perReplica: capacity.perReplica }, before.dispersion);
  const state: PredictiveScalingState = {
    ...before,
    decidedAtMs: nowMs,
    capacity,
    replicas: seen,
    dispersion: followDispersion(before.dispersion, inflow.dispersion, (nowMs - before.decidedAtMs) / 1000),
  };
  if (inflow.source === 'unknown')
    return hold(state, 'Nothing is changed: it is not known what arrives, and the queue does not tell.');
  const startupMs = startupOf(view, settings);
  const leadMs = startupMs + depth.intervalMs;
  const level = trusted(inflow, before.rises, leadMs);
  const sure = Math.max(0, inflow.rate - inflow.error);
  const memory = followMemory(before.memory, nowMs, sure, leadMs, settings.scaleInAfterMs, (rate) =>
    capacityKept(rate, capacity.perReplica, settings),
  );
  const situation: Situation = {
    depth: Math.max(0, newest(depth.window)),
    level,
    replicas,
    perReplica: capacity.perReplica,
    startupMs,
    startingReadyInMs: Math.max(depth.intervalMs, startupMs - (nowMs - seen.desiredSinceMs)),
    intervalMs: depth.intervalMs,
    surprise: surpriseToExpect(before.surprises),
    remembered: rememberedLevel(memory, nowMs, settings.scaleInAfterMs),
    profile: profileOf(view, inflow.rate),
  };
  const need = needOf(situation, settings);
  const kept = keptLevel(memory, nowMs, settings.scaleInAfterMs);
  const surprises = followSurprises(before.surprises, nowMs, sure, leadMs, kept);
  const rises = followRises(before.rises, nowMs, inflow, leadMs);
  const needs = rememberNeed(before.needs, need, nowMs, depth.intervalMs, settings);
  const remembering = { ...state, needs, surprises, rises, memory };
  const wish = wishFor(view, situation, inflow.source, need, remembering, settings);
  const { action } = wish;
  const replicasAfter = action.kind === 'scale' ? { ...seen, orderedTo: action.to } : seen;
  return { state: { ...remembering, replicas: replicasAfter }, wish };
}

function wishFor(
  view: ServiceView,
  situation: Situation,
  source: Figures['arrivals']['source'],
  need: Need,
  state: PredictiveScalingState,
  settings: PredictiveScalingSettings,
): Wish {
  const { nowMs } = view;
  const { depth, level, replicas, intervalMs } = situation;
  const flow = { nowMs, depth, level, capacity: capacityAhead(situation) };
  const breachInMs = breachAfter(flow, settings.threshold, settings.horizonMs) ?? null;
  const figures = figuresFor(situation, source, need, breachInMs);
  const forecast = forecastDepth(flow, settings.horizonMs);
  const from = replicas.desired;
  if (need.replicas > from && (need.backlog > 0 || need.replicas > from * (1 + smallShare))) {
    const to = Math.max(need.replicas, stillOrdered(state.needs, state.replicas!));
    return {
      ...{ action: { kind: 'scale', from, to }, forecast },
      ...{ why: whyOut({ ...figures, needed: to }, settings), figures },
    };
  }
  // With the capacity in place of the service rate, idle replicas cannot be told from busy ones.
  const canTell = source !== 'while-busy';
  const { needs } = state;
  const over = canTell ? mayGiveBack(needs, state.replicas!, nowMs, intervalMs, settings) : from;
  if (over < from) {
    const action: Action = { kind: 'scale', from, to: over };
    return { action, why: whyBack(figures, over), figures, forecast };
  }
  const to = canTell ? mayStay(needs, state.replicas!, nowMs, intervalMs, settings) : from;
  if (to < from)
    return { action: { kind: 'scale', from, to }, why: whyIn(figures, to, settings), figures, forecast };
  return { action: { kind: 'hold' }, why: whyHold(figures, settings), figures, forecast };
}

function figuresFor(
  { depth, level, replicas, perReplica, startupMs, startingReadyInMs }: Situation,
  source: Figures['arrivals']['source'],
  need: Need,
  breachInMs: number | null,
): Figures {
  const { rate, error, before, slope } = level;
  return {
    depth,
    arrivals: { source, rate, error, before, slopePerMinute: slope * 60, planned: need.arrivals },
    replicas: { ...replicas },
    perReplicaRate: perReplica,
    startupMs,
    startingReadyInMs,
    leadMs: need.leadMs,
    needed: need.replicas,
    neededToStay: need.toStay,
    backlog: need.backlog,
    breachInMs,
  };
}

function hold(state: PredictiveScalingState, why: string): Step {
  return { state, wish: { action: { kind: 'hold' }, why, figures: null } };
}

function whyNoDepth(view: ServiceView): string {
  const depth = view.signals.queueDepth;
  if (!depth) return 'there is no reading of the queue';
  return depth.kind === 'stale' ? `the queue's readings are stale (${depth.why})` : 'the queue is unknown';
}
