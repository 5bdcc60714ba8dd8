import { figure } from '../controls/say.ts';
import type { AdmissionLimit, AdmitAction } from '../model/action.ts';
import { isReducing } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import type { HeldReason } from '../model/event.ts';
import { tooManyServices } from './checks.ts';
import type { GateContext } from './context.ts';
import type { GateHeld, GateVerdict } from './gate.ts';

const held = (because: HeldReason, why: string): GateHeld => ({ kind: 'held', because, why });

/** The gate's rules for how much is let in (G21 to G25), after those for every action. */
export function gateAdmission(decision: Decision, wanted: AdmitAction, context: GateContext): GateVerdict {
  const { admission, rails, readings, mode } = context;
  if (!admission) return held('unknown-gate', `Held back: nobody lets in for ${decision.service} at a gate.`);
  const from = admission.limit;
  const raised = wanted.to !== null && wanted.to.perSecond < rails.leastAdmitted;
  const to = raised ? { ...wanted.to, perSecond: rails.leastAdmitted } : wanted.to;
  const action: AdmitAction = { kind: 'admit', from, to };
  if (same(from, to)) return held('already-there', `Nothing to do: ${limitText(to)} is let in already.`);
  if (isReducing(action)) {
    if (readings.kind === 'stale')
      return held('stale-readings', `Held back: nobody is refused on old readings (${readings.why}).`);
    const tooMany = tooManyServices(context, true);
    if (tooMany) return tooMany;
  }
  const why = raised
    ? `${decision.why} The guard rail lets in ${limitText(to)} instead of ${limitText(wanted.to)}.`
    : decision.why;
  if (mode === 'dry-run') return held('dry-run', `Dry run: would have let in ${limitText(to)}. ${why}`);
  return { kind: 'act', action, why };
}

function same(a: AdmissionLimit | null, b: AdmissionLimit | null): boolean {
  return a === b || (a !== null && b !== null && a.perSecond === b.perSecond && a.burst === b.burst);
}

/** `17 a second`, or `everybody`. */
export function limitText(limit: AdmissionLimit | null): string {
  return limit === null ? 'everybody' : `${figure(limit.perSecond)} a second`;
}
