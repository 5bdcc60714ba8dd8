import type { Action } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import type { HeldReason } from '../model/event.ts';
import { type Ask, checksAfter, checksBefore } from './checks.ts';
import { clamp } from './clamp.ts';
import type { GateContext } from './context.ts';
import { gateAdmission } from './gate-admission.ts';
import { gateRestart } from './gate-restart.ts';
import { gateStandby, withStandby } from './gate-standby.ts';

export interface GateAct {
  readonly kind: 'act';
  /** What may really be done: `from` is what the platform says now, `to` is clamped to the guard rails. */
  readonly action: Exclude<Action, { kind: 'hold' }>;
  /** The decision's sentence, and what the rails changed about it. */
  readonly why: string;
}

export interface GateHeld {
  readonly kind: 'held';
  readonly because: HeldReason;
  readonly why: string;
}

export type GateVerdict = GateAct | GateHeld;

/**
 * The one way from a decision to an action. Pure: the same decision in the same context always ends the same way.
 * The rules are numbered in SPEC.md. The gate only ever narrows a decision: it never starts an action of its own.
 */
export function gate(decision: Decision, context: GateContext): GateVerdict {
  if (decision.action.kind === 'hold') return { kind: 'held', because: 'already-there', why: decision.why };
  for (const check of checksBefore) {
    const held = check(decision, context);
    if (held) return held;
  }
  if (decision.action.kind === 'restart') return gateRestart(decision, decision.action, context);
  if (decision.action.kind === 'admit') return gateAdmission(decision, decision.action, context);
  if (decision.action.kind === 'standby') return gateStandby(decision, decision.action, context);
  const ask = askOf(decision.action.from, decision.action.to, context);
  if ('kind' in ask) return ask;
  const clamped = clamp(ask, withStandby(context));
  if (clamped.kind === 'held') return clamped;
  for (const check of checksAfter) {
    const held = check(decision, context, clamped.ask);
    if (held) return held;
  }
  const { from, to } = clamped.ask;
  return {
    kind: 'act',
    action: { kind: 'scale', from, to },
    why: [decision.why, ...clamped.changes].join(' '),
  };
}

/** The decision against what runs now, or that it no longer asks for anything. */
function askOf(decidedFrom: number, to: number, context: GateContext): Ask | GateHeld {
  const from = context.replicas?.desired;
  if (from === undefined || !Number.isInteger(from) || !Number.isInteger(to) || to < 0)
    return {
      kind: 'held',
      because: 'unknown-replicas',
      why: `Held back: it is not known how many replicas there are (asked for: ${to}).`,
    };
  const direction = Math.sign(to - decidedFrom);
  if (direction === 0 || Math.sign(to - from) !== direction)
    return {
      kind: 'held',
      because: 'already-there',
      why: `Nothing to do: ${from} are asked for already, and the decision was to go from ${decidedFrom} to ${to}.`,
    };
  return { from, to };
}
