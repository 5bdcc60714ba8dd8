import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { figure, replicas } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import { figuresOf } from './figures.ts';

/** Whether the planned hour came as it was planned for; the rules are numbered in SPEC.md. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const say = sayGrade(decision, view);
  const kept = figuresOf(decision.evidence);
  if (!kept) return say('not_gradable', 'It was decided without a plan.');
  const { figures, settings } = kept;
  const seen = view.plan?.seen.find(({ startMs }) => startMs === figures.hourMs);
  if (!seen) return say('not_gradable', 'It cannot be told: the load of that hour was not recorded.');
  const { desired, planned, perReplicaRate } = figures;
  const capacity = desired * perReplicaRate;
  const load = `${figure(seen.mean)} a second came, ${figure(seen.max)} at most, and ${replicas(desired)} carry ${figure(capacity)}`;
  const tooLittle = seen.max > capacity;
  if (planned > desired) {
    const needed = tooLittle || seen.mean > capacity * (1 - settings.headroom);
    return say(needed ? 'true_positive' : 'false_positive', `${load}.`);
  }
  const missed = seen.max > planned * perReplicaRate;
  return say(missed ? 'false_negative' : 'true_negative', `${load}; the plan had ${planned}.`);
}
