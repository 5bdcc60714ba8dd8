import type { Criterion, CriterionResult, Scenario, Verdict } from '@ounce/core';
import {
  type Judged,
  judgeHolds,
  judgeInstances,
  judgeReaches,
  judgeReturns,
  sayInvisible,
} from './judge-condition.ts';
import { leverShares } from './lever-shares.ts';
import { Marks } from './marks.ts';
import type { Observations } from './observations.ts';
import { seconds } from './say.ts';

/** What can be said of each criterion at `nowMs`; `final` turns what is still open into not met. */
export function judgeCriteria(
  { success }: Scenario,
  seen: Observations,
  nowMs: number,
): readonly { criterion: Criterion; judged: Judged }[] {
  return success.map((criterion) => ({ criterion, judged: judge(criterion, seen, nowMs) }));
}

function judge(criterion: Criterion, seen: Observations, nowMs: number): Judged {
  const marks = seen.criteria.get(criterion) ?? new Marks();
  switch (criterion.kind) {
    case 'reaches':
      return judgeReaches(criterion, marks, seen, nowMs);
    case 'holds':
      return judgeHolds(criterion, marks, seen, nowMs);
    case 'returns':
      return judgeReturns(criterion, marks, seen, nowMs);
    case 'instances_recover':
      return judgeInstances(criterion, seen, nowMs);
    case 'recovers':
      return judgeRecovery(criterion, seen, nowMs);
    case 'control_acts':
      return judgeControl(criterion, seen, nowMs);
    case 'errors_at_most': {
      const errors = errorsOf(seen);
      if (errors === undefined) return { met: undefined, says: 'Errors have not been counted.' };
      const met = errors > criterion.count ? false : ended(seen) ? true : undefined;
      return { met, says: `${errors} errors (limit ${criterion.count}).` };
    }
    case 'nothing_lost':
      return judgeMessages(seen);
  }
}

function judgeRecovery(
  { withinMs, holdMs }: Extract<Criterion, { kind: 'recovers' }>,
  { faultStartedAtMs, faultEndedAtMs, sinceVisible }: Observations,
  nowMs: number,
): Judged {
  const limit = `limit ${seconds(withinMs)} from the start, held for ${seconds(holdMs)}`;
  if (faultStartedAtMs === undefined)
    return { met: undefined, says: `Back to normal: not tried yet (${limit}).` };
  if (!sinceVisible && faultEndedAtMs !== undefined)
    return { met: undefined, says: `Nothing to come back from: nothing left its normal (${limit}).` };
  const normalAtMs = sinceVisible?.normalAtMs;
  if (normalAtMs === undefined) {
    // A normal that began within the limit may still be on its way to being held.
    const late = nowMs - faultStartedAtMs > withinMs + holdMs;
    return {
      met: late ? false : undefined,
      says: `Not back to normal after ${seconds(nowMs - faultStartedAtMs)} (${limit}).`,
    };
  }
  const tookMs = normalAtMs - faultStartedAtMs;
  return { met: tookMs <= withinMs, says: `Back to normal ${seconds(tookMs)} after the start (${limit}).` };
}

function judgeControl(
  { control, withinMs }: Extract<Criterion, { kind: 'control_acts' }>,
  { actions, faultStartedAtMs, mayNotAct }: Observations,
  nowMs: number,
): Judged {
  const limit = `limit ${seconds(withinMs)}`;
  if (faultStartedAtMs === undefined)
    return { met: undefined, says: `${control} acts: not tried yet (${limit}).` };
  const first = actions.find((action) => action.control === control);
  if (!first) {
    const late = nowMs - faultStartedAtMs > withinMs;
    const why = mayNotAct.get(control);
    const because = why === undefined ? '' : `: ${why}`;
    return { met: late ? false : undefined, says: `${control} has not acted${because} (${limit}).` };
  }
  const afterMs = first.atMs - faultStartedAtMs;
  return {
    met: afterMs <= withinMs,
    says: `${control} acted ${seconds(afterMs)} after the start (${limit}).`,
  };
}

function judgeMessages(seen: Observations): Judged {
  const counts = messagesOf(seen);
  if (!counts) return { met: undefined, says: 'Messages have not been counted.' };
  const { accepted, handledDistinct } = counts;
  const missing = accepted - handledDistinct;
  if (!ended(seen))
    return { met: undefined, says: `${accepted} messages accepted, ${handledDistinct} handled so far.` };
  const lost = missing > 0;
  const says = lost
    ? `${accepted} messages accepted, ${handledDistinct} distinct ones handled: ${missing} still waiting or lost.`
    : `${accepted} messages accepted, ${handledDistinct} distinct ones handled: none lost.`;
  // More may be on the way; the runner decides how long it waits.
  return { met: lost ? undefined : true, says };
}

const ended = ({ faultEndedAtMs }: Observations) => faultEndedAtMs !== undefined;

function errorsOf({ accounting, accountingBefore }: Observations): number | undefined {
  return accounting && accountingBefore ? accounting.errors - accountingBefore.errors : undefined;
}

/** Since the system started: a message from before the experiment must not be lost by it either. */
function messagesOf({ accounting }: Observations) {
  if (!accounting) return undefined;
  const { accepted, handledDistinct, refused } = accounting;
  return { accepted, handledDistinct, ...(refused === undefined ? {} : { refused }) };
}

/** The end of the matter. What is still open now was not met. */
export function verdictOf(scenario: Scenario, seen: Observations, nowMs: number): Verdict {
  const criteria: CriterionResult[] = judgeCriteria(scenario, seen, nowMs).map(({ criterion, judged }) => ({
    criterion,
    met: judged.met === true,
    says: judged.says,
  }));
  return { ...kindOf(seen, criteria), criteria, ...figuresOf(seen) };
}

function kindOf(seen: Observations, criteria: readonly CriterionResult[]): Pick<Verdict, 'kind' | 'why'> {
  if (!seen.rolledBack)
    return {
      kind: 'not_rolled_back',
      why: 'The fault could not be seen to be gone. Run `ounce chaos recover`.',
    };
  if (seen.abortedBecause) return { kind: 'aborted', why: seen.abortedBecause };
  if (!seen.visible) return { kind: 'invalid', why: sayNoEffect(seen) };
  const unmet = criteria.filter((result) => !result.met);
  if (unmet.length === 0) return { kind: 'passed', why: `All ${criteria.length} criteria were met.` };
  return { kind: 'failed', why: unmet.map((result) => result.says).join(' ') };
}

/** Also when a control was so quick that there was nothing to see: then the fault was too small to say more. */
function sayNoEffect(seen: Observations): string {
  const { effects, actions, faultStartedAtMs = 0 } = seen;
  const first = actions[0];
  const answered = first
    ? ` ${first.control} acted ${seconds(first.atMs - faultStartedAtMs)} after the start, before anything was to be seen.`
    : '';
  return `The fault had no visible effect (${sayInvisible(effects, faultStartedAtMs)}), so this says nothing.${answered}`;
}

function figuresOf(seen: Observations): Partial<Verdict> {
  const { faultStartedAtMs, faultEndedAtMs, sinceVisible, sinceEnd, peakDepth, peakReplicas } = seen;
  const scaled = seen.actions.find(({ action }) => action.kind === 'scale' && action.to > action.from);
  const errors = errorsOf(seen);
  const messages = messagesOf(seen);
  const figures: { -readonly [Key in keyof Verdict]?: Verdict[Key] | undefined } = {
    errors,
    messages,
    peakDepth,
    peakReplicas,
    steadyDepth: medianOf(seen.steadyDepths),
    levers: leversOf(seen),
    normalAfterStartMs: difference(sinceVisible?.normalAtMs, faultStartedAtMs),
    normalAfterEndMs: difference(sinceEnd?.normalAtMs, faultEndedAtMs),
    scaling:
      scaled && faultStartedAtMs !== undefined
        ? {
            atMs: scaled.atMs,
            afterFaultMs: scaled.atMs - faultStartedAtMs,
            decisionId: scaled.decision.id,
            why: scaled.why,
          }
        : undefined,
  };
  return Object.fromEntries(Object.entries(figures).filter(([, value]) => value !== undefined));
}

function leversOf({ looks, arrivals, actions, usualRate, peakDepth, faultStartedAtMs }: Observations) {
  if (!arrivals || usualRate === undefined || peakDepth === undefined || faultStartedAtMs === undefined)
    return undefined;
  return leverShares({ looks, arrivals, actions, usualRate, peakDepth, fromMs: faultStartedAtMs });
}

function difference(later: number | undefined, earlier: number | undefined): number | undefined {
  return later === undefined || earlier === undefined ? undefined : Math.max(0, later - earlier);
}

function medianOf(values: readonly number[]): number | undefined {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
