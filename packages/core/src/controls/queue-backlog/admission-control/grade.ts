import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { recordedArrivals, whatIf } from '../../load/counterfactual.ts';
import { figure, span } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import { figuresOf } from './figures.ts';

/** Whether a limit was right, told from what was offered in the time it was about; the rules are numbered in SPEC.md. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const say = sayGrade(decision, view);
  const kept = figuresOf(decision.evidence);
  if (!kept) return say('not_gradable', 'It was decided without readings.');
  const offered = recordedArrivals(view, decision.atMs, decision.gradeAtMs);
  if (offered.kind === 'missing') return say('not_gradable', `It cannot be told: ${offered.why}.`);
  const { figures, settings } = kept;
  const { depth, capacity, limit } = figures;
  const refused = whatIf(offered, 0, () => limit.perSecond).peak > limit.burst;
  const without = whatIf(offered, depth, () => capacity);
  const needed = without.peak > settings.threshold;
  const would = `without it ${figure(without.peak)} would have waited${needed ? ` after ${span(without.peakAfterMs)}` : ' at most'} (threshold ${figure(settings.threshold)})`;
  if (refused)
    return needed
      ? say('true_positive', `The limit was needed: ${would}.`)
      : say('false_positive', `The limit had some wait who need not have: ${would}.`);
  return needed
    ? say('false_negative', `The limit let too much in: ${would}.`)
    : say('true_negative', `Nobody had to wait for the limit, and ${would}.`);
}
