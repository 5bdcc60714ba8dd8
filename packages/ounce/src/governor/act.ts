import {
  type Action,
  type ActionLog,
  type FreezeState,
  freshnessOf,
  type GateAct,
  type GateContext,
  type GateVerdict,
  gate,
  isReducing,
  type Mode,
} from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Clock, Platform } from '../ports/index.ts';
import { event, messageOf } from './action-event.ts';
import type { Wish } from './decide.ts';
import { isHeldBack, journalEnded, journalHeld, rememberHeld } from './held.ts';
import { railsWithin, whoLimits } from './limits.ts';
import { viewOf } from './observe.ts';
import { beginRecovery } from './recover.ts';
import type { Outcome } from './service.ts';
import { stand } from './standing.ts';
import type { UnderWay } from './under-way.ts';
import { limited } from './within.ts';

const orderTimeoutMs = 10_000;

export interface Hands {
  readonly clock: Clock;
  readonly ledger: Pick<Ledger, 'append' | 'rollups'>;
  readonly platform: Pick<Platform, 'scale' | 'restart'>;
  readonly actionLog: ActionLog;
  readonly underWay: UnderWay;
  readonly freeze: () => FreezeState;
  readonly modeOf: (wish: Wish) => { readonly mode: Mode; readonly why?: string };
  readonly servicesInFleet: number;
  /** Called after each order, whatever became of it: what runs must be looked at anew. */
  readonly ordered: () => void;
  readonly trouble: (says: string) => void;
}

/**
 * The only place where the world is touched. What is done is written down first: an action that cannot be kept as
 * evidence is not done. The wishes are those of one service, one after the other, so that the second knows of the first.
 * Never rejects.
 */
export async function act(wishes: readonly Wish[], hands: Hands, signal: AbortSignal): Promise<void> {
  const service = wishes[0]?.service;
  if (!service) return;
  service.acting = true;
  try {
    for (const wish of wishes) await actOnOne(wish, hands, signal);
  } finally {
    service.acting = false;
  }
}

async function actOnOne(wish: Wish, hands: Hands, signal: AbortSignal): Promise<void> {
  if (wish.decision.action.kind === 'hold') {
    keep(wish, { kind: 'hold' }, hands);
    return journalEnded(wish, hands);
  }
  const verdict = judge(wish, hands);
  if (verdict.kind === 'held') {
    keep(wish, verdict, hands);
    return journalHeld(wish, verdict, hands);
  }
  const done = hands.underWay.begin(verdict.action);
  try {
    await carryOut(wish, verdict, hands, signal);
  } finally {
    done();
  }
}

/** `own`: the action that is already under way and must not stand in its own way. */
function judge(wish: Wish, hands: Hands, own?: Action): GateVerdict {
  const { clock, actionLog, underWay, freeze, modeOf, servicesInFleet } = hands;
  const { service, running, decision } = wish;
  const nowMs = clock.nowMs();
  const view = viewOf(service, nowMs);
  const { mode, why } = modeOf(wish);
  const limits = service.status?.limits;
  const verdict = gate(decision, {
    nowMs,
    mode,
    gradualShare: running.gradualShare,
    rails: railsWithin(running.rails, limits),
    freeze: freeze(),
    readings: freshnessOf(view, running.control.needs, running.control.standIns),
    ...keptOf(service, decision.control),
    ...(view.admission ? { admission: view.admission } : {}),
    ...(view.replicas ? { replicas: view.replicas, instances: service.status?.instances ?? [] } : {}),
    heldByPlatform: service.heldByPlatform,
    recent: underWay.added(actionLog.recent(service.ref, nowMs), own),
    servicesInFleet,
  });
  const more = why ?? whoLimits(verdict, running.rails, limits);
  return verdict.kind === 'held' && more ? { ...verdict, why: `${verdict.why} (${more})` } : verdict;
}

/** What the deciding control has kept, and the most that any has. */
function keptOf({ kept }: Wish['service'], control: string): Pick<GateContext, 'standby' | 'kept'> {
  const standby = kept.get(control);
  return {
    ...(standby === undefined ? {} : { standby }),
    ...(kept.size > 0 ? { kept: Math.max(...kept.values()) } : {}),
  };
}

async function carryOut(wish: Wish, verdict: GateAct, hands: Hands, signal: AbortSignal): Promise<void> {
  const { action, why } = verdict;
  const { service, running, decision } = wish;
  const { ledger, clock } = hands;
  try {
    await ledger.append([
      event(wish, clock.nowMs(), { kind: 'action.taken', data: { decision, action, why } }),
    ]);
  } catch (error) {
    const says = `${service.key} is not acted on, because the journal cannot be written: ${messageOf(error)}`;
    hands.trouble(says);
    return keep(wish, { kind: 'failed', error: says }, hands);
  }
  try {
    signal.throwIfAborted();
    stillRight(judge(wish, hands, action), action);
    await order(wish, action, hands, signal);
    running.heldWishes.forget(action);
    if (action.kind === 'restart') beginRecovery(service, action, decision);
    keep(wish, { kind: 'acted', action, why }, hands);
  } catch (error) {
    const nowMs = clock.nowMs();
    const text = messageOf(error);
    const held = isHeldBack(error);
    if (held && action.kind === 'restart') rememberHeld(service, action, text, nowMs);
    keep(
      wish,
      held ? { kind: 'held', because: 'platform', why: text } : { kind: 'failed', error: text },
      hands,
    );
    const what = held
      ? event(wish, nowMs, { kind: 'action.held', data: { decision, because: 'platform', why: text } })
      : event(wish, nowMs, { kind: 'action.failed', data: { decision, action, error: text } });
    await ledger.append([what]).catch((reason) => hands.trouble(messageOf(reason)));
  }
}

/** While the journal was written a freeze may have come, readings may have grown old, the fleet may have changed. */
function stillRight(now: GateVerdict, action: GateAct['action']): void {
  if (now.kind === 'held') throw new Error(`it was no longer allowed when its turn came. ${now.why}`);
  if (now.action.kind === 'scale' && action.kind === 'scale' && differ(now.action, action))
    throw new Error(`the fleet had changed when its turn came: ${now.action.from} replicas were asked for`);
}

function differ(a: ScaleAction, b: ScaleAction): boolean {
  return a.from !== b.from || a.to !== b.to;
}

type ScaleAction = Extract<Action, { kind: 'scale' }>;

async function order(
  { service, decision }: Wish,
  action: GateAct['action'],
  { platform, clock, actionLog, ordered }: Hands,
  signal: AbortSignal,
): Promise<void> {
  if (action.kind === 'admit' || action.kind === 'standby') {
    stand(service, decision.control, action, clock.nowMs());
    return actionLog.record(service.ref, action, clock.nowMs());
  }
  // An order that seems to have failed may have been carried out; for taking away, that is reckoned with.
  let counts = isReducing(action);
  try {
    await limited(
      (bounded) =>
        action.kind === 'scale'
          ? platform.scale(service.ref, action.to, bounded)
          : platform.restart(service.ref, action.instance, bounded, { unresponsive: action.unresponsive }),
      orderTimeoutMs,
      clock,
      signal,
    );
    counts = true;
  } catch (error) {
    if (isHeldBack(error)) counts = false;
    throw error;
  } finally {
    const nowMs = clock.nowMs();
    if (counts) actionLog.record(service.ref, action, nowMs);
    service.orderedAtMs = nowMs;
    ordered();
  }
}

function keep({ running, decision, service }: Wish, outcome: Outcome, { ledger }: Hands): void {
  running.last = { decision, outcome };
  const what = outcome.kind === 'acted' ? 'acts' : 'holds';
  ledger.rollups.count(running.control.id, service.ref, decision.atMs, what);
}
