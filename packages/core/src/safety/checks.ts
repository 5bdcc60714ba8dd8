import { percent, span } from '../controls/say.ts';
import { isReducing } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import type { HeldReason } from '../model/event.ts';
import { serviceKey } from '../model/service.ts';
import type { GateContext } from './context.ts';
import type { GateHeld } from './gate.ts';
import { inShare } from './share.ts';

/** How many replicas are asked for now, and how many a decision wants. */
export interface Ask {
  readonly from: number;
  readonly to: number;
}

type Before = (decision: Decision, context: GateContext) => GateHeld | undefined;
type After = (decision: Decision, context: GateContext, ask: Ask) => GateHeld | undefined;

const held = (because: HeldReason, why: string): GateHeld => ({ kind: 'held', because, why });

const modeOff: Before = (decision, { mode }) =>
  mode === 'off' ? held('mode-off', `Held back: ${decision.control} is off.`) : undefined;

const frozen: Before = (_, { freeze }) =>
  freeze.kind === 'frozen'
    ? held('frozen', `Held back: everything is frozen by ${freeze.by} (${freeze.reason}).`)
    : undefined;

const outsideShare: Before = (decision, { mode, gradualShare }) =>
  mode === 'gradual' && !inShare(decision.control, decision, gradualShare)
    ? held(
        'not-in-share',
        `Held back: ${serviceKey(decision)} is not among the ${percent(gradualShare)} of services that ${decision.control} may act on yet.`,
      )
    : undefined;

/** Checks that need no more than the decision and the context. */
export const checksBefore: readonly Before[] = [modeOff, frozen, outsideShare];

const staleReadings: After = (_, { readings }, ask) =>
  reduces(ask) && readings.kind === 'stale'
    ? held('stale-readings', `Held back: nothing is taken away on old readings (${readings.why}).`)
    : undefined;

/** One decision is carried out at most once, and one that is older than the last action knew nothing of it. */
const overtaken: After = (decision, { recent }) => {
  const last = lastActionAtMs(recent);
  return last !== undefined && decision.atMs <= last
    ? held('cooldown', 'Held back: the service was acted on after this was decided.')
    : undefined;
};

const cooldown: After = (_, { nowMs, rails, recent }, ask) => {
  const last = reduces(ask) ? lastActionAtMs(recent) : recent.lastOutAtMs;
  const waitMs = reduces(ask) ? rails.cooldownInMs : rails.cooldownOutMs;
  if (last === undefined || nowMs - last >= waitMs || isEmergency(ask, rails.emergencyShare))
    return undefined;
  return held(
    'cooldown',
    `Held back: the last action was ${span(nowMs - last)} ago, ${span(waitMs)} must pass.`,
  );
};

const blastRadius: After = (_, context, ask) => tooManyServices(context, reduces(ask));

/** Whether so many other services were acted on lately that this one must wait. */
export function tooManyServices(
  { rails, recent, servicesInFleet }: GateContext,
  takesAway: boolean,
): GateHeld | undefined {
  const limits = [
    ['acted on', recent.othersActedOn, rails.maxActingShare],
    ...(takesAway ? [['reduced', recent.othersReduced, rails.maxReducingShare] as const] : []),
  ] as const;
  for (const [verb, others, share] of limits) {
    const most = Math.max(1, Math.floor(servicesInFleet * share));
    if (others + 1 > most)
      return held(
        'blast-radius',
        `Held back: ${others} other services were ${verb} within the last minute, and at most ${most} of ${servicesInFleet} may be.`,
      );
  }
  return undefined;
}

/** Comes last, so that the sentence says what would really have been done. */
const dryRun: After = (decision, { mode }, { from, to }) =>
  mode === 'dry-run'
    ? held('dry-run', `Dry run: would have scaled from ${from} to ${to}. ${decision.why}`)
    : undefined;

/** Checks of what is left of the wish after clamping. */
export const checksAfter: readonly After[] = [staleReadings, overtaken, cooldown, blastRadius, dryRun];

function reduces({ from, to }: Ask): boolean {
  return isReducing({ kind: 'scale', from, to });
}

function isEmergency({ from, to }: Ask, share: number): boolean {
  return to > from && to - from >= share * from;
}

function lastActionAtMs({ lastOutAtMs, lastInAtMs }: GateContext['recent']): number | undefined {
  if (lastOutAtMs === undefined) return lastInAtMs;
  return lastInAtMs === undefined ? lastOutAtMs : Math.max(lastOutAtMs, lastInAtMs);
}
