import type { Action } from '../../../model/action.ts';
import type { ControlFinding } from '../../../model/control.ts';
import type { Decision } from '../../../model/decision.ts';
import type { ServiceHealth } from '../../../model/health.ts';
import { type ReplicaCounts, serviceKey } from '../../../model/service.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import { span } from '../../say.ts';
import { type Figures, inCondition, type Judged, judgeAll, type ServiceHealthEvidence } from './figures.ts';
import { obstacleOf, wasAskedSinceUp } from './obstacles.ts';
import type { ServiceHealthSettings } from './settings.ts';
import { followLives, type ServiceHealthState, understood } from './state.ts';
import { crashLoops, memoryWarnings, runsOutSoon } from './warnings.ts';

export const id = 'service-health';

interface Wish {
  readonly action: Action;
  readonly why: string;
}

interface Considered {
  readonly state: ServiceHealthState;
  readonly wishes: readonly Wish[];
  readonly findings: readonly ControlFinding[];
  readonly figures: Figures | null;
}

/** One decision for each instance to restart, or one to hold; the rules are numbered in SPEC.md. */
export function decide(
  wholeView: ServiceView,
  stateBefore: ServiceHealthState,
  settings: ServiceHealthSettings,
): {
  readonly state: ServiceHealthState;
  readonly decisions: readonly Decision[];
  readonly findings: readonly ControlFinding[];
} {
  const view = trimmed(wholeView);
  const before = understood(stateBefore);
  const { state, wishes, findings, figures } = consider(view, before, settings);
  const evidence: ServiceHealthEvidence = { control: id, view, state: before, settings, figures };
  const { service, region, nowMs } = view;
  const decisions = wishes.map(({ action, why }): Decision => {
    const about = action.kind === 'restart' ? `/${action.instance}` : '';
    return {
      id: `${id}/${serviceKey(view)}/${nowMs}${about}`,
      control: id,
      service,
      region,
      atMs: nowMs,
      action,
      why,
      evidence,
      gradeAtMs: nowMs + settings.gradeAfterMs,
    };
  });
  return { state, decisions, findings };
}

/** The part of the view that the control looks at, as plain JSON. */
function trimmed(view: ServiceView): ServiceView {
  const rest = trimView(view, { signals: [], lookBackMs: 0, mostReadings: 0 });
  return { ...rest, startupTimesMs: [], ...(view.health ? { health: view.health } : {}) };
}

function consider(
  view: ServiceView,
  before: ServiceHealthState,
  settings: ServiceHealthSettings,
): Considered {
  const { health, replicas, nowMs } = view;
  if (!health) return nothing(before, 'Nothing is restarted: nobody probes this service.');
  if (!replicas) return nothing(before, 'Nothing is restarted: it is not known what runs.');
  const followed = followLives(before, health, nowMs, settings);
  const judged = judgeAll(health, followed, nowMs, settings);
  const conditions = Object.fromEntries(judged.map(({ instance, condition }) => [instance.id, condition]));
  const figures: Figures = { conditions, replicas };
  const loops = crashLoops(judged, settings);
  const warned = [...loops, ...memoryWarnings(judged, settings)];
  const obstacle =
    inCondition(judged, 'failing').length > 0
      ? obstacleOf(judged, health, followed, replicas.desired, settings)
      : undefined;
  const findings = obstacle?.finding ? [...warned, obstacle.finding] : warned;
  if (obstacle) return { state: followed, wishes: [hold(obstacle.why)], findings, figures };
  const chosen = choose(judged, health, replicas, nowMs, settings);
  if (chosen.length === 0)
    return { state: followed, wishes: [hold(whyHold(judged, health, nowMs))], findings, figures };
  const wanted = Object.fromEntries(
    chosen.map(({ one: { instance, memory } }) => [instance.id, { ...memory, wanted: true }]),
  );
  const state = { ...followed, instances: { ...followed.instances, ...wanted } };
  return { state, wishes: chosen.map(({ one, why }) => restart(one, why)), findings, figures };
}

interface Chosen {
  readonly one: Judged;
  readonly why: string;
}

/** Those that fail longest come first, and then those that will run out of memory; no more than may be away at once. */
function choose(
  judged: readonly Judged[],
  { timeoutMs }: ServiceHealth,
  { desired }: ReplicaCounts,
  nowMs: number,
  settings: ServiceHealthSettings,
): readonly Chosen[] {
  const most = Math.max(1, Math.floor(desired * settings.atOnceShare));
  const room = most - inCondition(judged, 'away').length;
  const failing = inCondition(judged, 'failing')
    .filter((one) => wasAskedSinceUp(one, judged, timeoutMs))
    .filter(
      ({ memory }) => memory.restartedAtMs.length < settings.crashLoopStarts && memory.notBeforeMs <= nowMs,
    )
    .toSorted((a, b) => (a.instance.failingSinceMs ?? 0) - (b.instance.failingSinceMs ?? 0))
    .map((one) => ({ one, why: whyRestart(one, nowMs) }));
  // With anybody failing or unknown, one that still works is not taken away.
  const allUp = judged.length > 1 && judged.every(({ condition }) => condition === 'up');
  const early = allUp ? runsOutSoon(judged, settings).slice(0, 1) : [];
  return [...failing, ...early].slice(0, Math.max(0, room));
}

function restart({ instance, condition }: Judged, why: string): Wish {
  const { last } = instance;
  const unresponsive = condition === 'failing' && last?.kind === 'down' && last.unresponsive;
  return {
    action: { kind: 'restart', instance: instance.id, startedAtMs: instance.startedAtMs, unresponsive },
    why,
  };
}

function whyRestart(
  { instance: { id: name, failuresInRow, failingSinceMs = 0, last } }: Judged,
  nowMs: number,
) {
  const said = last?.kind === 'down' ? `: ${last.why}` : '';
  return `${name} has failed ${failuresInRow} probes in a row for ${span(nowMs - failingSinceMs)}${said}.`;
}

function whyHold(judged: readonly Judged[], { intervalMs }: ServiceHealth, nowMs: number): string {
  if (judged.length === 0) return 'No instance runs.';
  const failing = inCondition(judged, 'failing');
  const waiting = failing.find(({ memory }) => memory.notBeforeMs > nowMs);
  if (waiting)
    return `${waiting.instance.id} fails again; it is restarted at the earliest in ${span(waiting.memory.notBeforeMs - nowMs)}.`;
  if (failing.length > 0)
    return `${failing[0]!.instance.id} fails; others are away or it is in a crash loop.`;
  const count = (condition: Judged['condition']) => inCondition(judged, condition).length;
  const parts = [
    `${count('up')} of ${judged.length} instances are up`,
    ...(count('suspect') > 0 ? [`${count('suspect')} failed a probe lately`] : []),
    ...(count('away') > 0 ? [`${count('away')} are starting or leaving`] : []),
    ...(count('unknown') > 0
      ? [`of ${count('unknown')} nothing was heard within ${span(2.5 * intervalMs)}`]
      : []),
  ];
  return `${parts.join(', ')}.`;
}

const hold = (why: string): Wish => ({ action: { kind: 'hold' }, why });

function nothing(state: ServiceHealthState, why: string): Considered {
  return { state, wishes: [hold(why)], findings: [], figures: null };
}
