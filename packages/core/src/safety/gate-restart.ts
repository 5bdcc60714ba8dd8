import { percent, span } from '../controls/say.ts';
import type { RestartAction } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import type { HeldReason } from '../model/event.ts';
import { blastRadiusWindowMs } from './action-log.ts';
import { tooManyServices } from './checks.ts';
import type { GateContext } from './context.ts';
import type { GateHeld, GateVerdict } from './gate.ts';

const held = (because: HeldReason, why: string): GateHeld => ({ kind: 'held', because, why });

/** The gate's rules for the restart of one instance (G17 to G20, G28), after those for every action. */
export function gateRestart(decision: Decision, action: RestartAction, context: GateContext): GateVerdict {
  const { readings, mode } = context;
  if (readings.kind === 'stale')
    return held('stale-readings', `Held back: nothing is restarted on old readings (${readings.why}).`);
  const stopped =
    notThere(action, context) ??
    tooSoon(action, context) ??
    stillHeld(action, context) ??
    tooManyInstances(action, context) ??
    tooManyServices(context, true);
  if (stopped) return stopped;
  if (mode === 'dry-run')
    return held('dry-run', `Dry run: would have restarted ${action.instance}. ${decision.why}`);
  return { kind: 'act', action, why: decision.why };
}

function notThere({ instance, startedAtMs }: RestartAction, { instances, replicas }: GateContext) {
  if (!instances || !replicas)
    return held('unknown-instance', `Held back: it is not known what runs (asked for: ${instance}).`);
  const found = instances.find(({ id }) => id === instance);
  if (!found) return held('unknown-instance', `Held back: there is no ${instance} any more.`);
  return found.startedAtMs === startedAtMs
    ? undefined
    : held('already-there', `Nothing to do: ${instance} was started again after this was decided.`);
}

function tooSoon({ instance }: RestartAction, { nowMs, rails, recent }: GateContext) {
  const last = recent.restartedAtMs?.[instance];
  return last === undefined || nowMs - last >= rails.cooldownRestartMs
    ? undefined
    : held(
        'cooldown',
        `Held back: ${instance} was restarted ${span(nowMs - last)} ago, ${span(rails.cooldownRestartMs)} must pass.`,
      );
}

function stillHeld({ instance, startedAtMs }: RestartAction, { nowMs, heldByPlatform }: GateContext) {
  const known = heldByPlatform?.get(instance);
  return known?.startedAtMs === startedAtMs && nowMs < known.untilMs
    ? held('platform', `${known.says} (asked for again in ${span(known.untilMs - nowMs)})`)
    : undefined;
}

function tooManyInstances({ instance }: RestartAction, { nowMs, rails, recent, replicas }: GateContext) {
  const others = Object.entries(recent.restartedAtMs ?? {}).filter(
    ([id, atMs]) => id !== instance && nowMs - atMs < blastRadiusWindowMs,
  ).length;
  const most = Math.max(1, Math.floor((replicas?.desired ?? 0) * rails.maxRestartingShare));
  return others + 1 <= most
    ? undefined
    : held(
        'blast-radius',
        `Held back: ${others} other instances were restarted within the last minute, and at most ${most} (${percent(rails.maxRestartingShare)}) may be.`,
      );
}
