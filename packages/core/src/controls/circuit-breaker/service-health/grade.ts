import type { Decision, Grade, GradeOutcome } from '../../../model/decision.ts';
import type { InstanceHealth } from '../../../model/health.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { span } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import { conditionOf } from './condition.ts';
import type { ServiceHealthEvidence } from './figures.ts';
import type { ServiceHealthSettings } from './settings.ts';

/** Whether a decision was right, told from how the instances are afterwards; the rules are numbered in SPEC.md. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const say = sayGrade(decision, view);
  const { figures, settings } = decision.evidence as ServiceHealthEvidence;
  if (!figures) return say('not_gradable', 'It was decided without readings.');
  if (!view.health) return say('not_gradable', 'It cannot be told: nobody probes the service any more.');
  const of = (instance: InstanceHealth) =>
    conditionOf(instance, view.health!, view.nowMs, settings as unknown as ServiceHealthSettings);
  const { action } = decision;
  if (action.kind === 'restart') {
    const now = view.health.instances.find(({ id }) => id === action.instance);
    return gradeRestart(action, now, say, of, view);
  }
  const missed = view.health.instances.find(
    (instance) =>
      instance.startedAtMs <= decision.atMs &&
      of(instance) === 'failing' &&
      (instance.failingSinceMs ?? view.nowMs) <= decision.atMs,
  );
  if (!missed) return say('true_negative', 'No instance has failed since.');
  const othersUp = view.health.instances.some((instance) => of(instance) === 'up');
  return othersUp || view.health.instances.length === 1
    ? say(
        'false_negative',
        `${missed.id} has failed for ${span(view.nowMs - missed.failingSinceMs!)} and was left so.`,
      )
    : say(
        'true_negative',
        'The whole service has failed since: restarting one instance would not have helped.',
      );
}

function gradeRestart(
  { instance, startedAtMs }: { readonly instance: string; readonly startedAtMs: number },
  now: InstanceHealth | undefined,
  say: (outcome: GradeOutcome, why: string) => Grade,
  of: (instance: InstanceHealth) => string,
  view: ServiceView,
): Grade {
  if (!now) {
    const successor = view.health!.instances.find((one) => one.startedAtMs > startedAtMs && of(one) === 'up');
    return successor
      ? say('true_positive', `${successor.id} has taken the place of ${instance} and is up.`)
      : say('not_gradable', `${instance} is gone, and nothing that was started since is up.`);
  }
  const condition = of(now);
  if (condition === 'unknown' || condition === 'away')
    return say('not_gradable', `It cannot be told: ${instance} was not heard of lately.`);
  const sameLife = now.startedAtMs === startedAtMs;
  if (sameLife)
    return condition === 'up'
      ? say('false_positive', `${instance} came back without a restart.`)
      : say('true_positive', `${instance} was not restarted and has not come back by itself.`);
  return condition === 'up'
    ? say('true_positive', `${instance} was started again and is up.`)
    : say('false_positive', `${instance} was started again and still fails: the restart did not help.`);
}
