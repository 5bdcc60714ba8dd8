import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView, Signal, Window } from '../../../model/signal.ts';
import { keptFigures } from '../../evidence.ts';
import { recordedArrivals, whatIf } from '../../load/counterfactual.ts';
import type { PredictiveScalingFigures } from '../../queue-backlog/predictive-scaling/index.ts';
import { percent, replicas } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import type { RequestScalingSettings } from './settings.ts';

/** Processors that are used by so much have no more to give: what came beyond it does not show. */
const fullUse = 0.95;

/**
 * Whether a decision that only the processor was read for was right: by the busiest minute of the work that was done since, and
 * what share of the replicas it would have used without the decision (or, for a scale-in, with it).
 */
export function gradeByProcessor(
  decision: Decision,
  view: ServiceView,
  { targetUtilisation }: RequestScalingSettings,
): Grade {
  const say = sayGrade(decision, view);
  const kept = keptFigures<PredictiveScalingFigures, RequestScalingSettings>(
    decision.evidence,
    ({ replicas: had }) => [had.desired],
  );
  if (!kept) return say('not_gradable', 'It was decided without readings.');
  const done = recordedArrivals(workOf(view), decision.atMs, decision.gradeAtMs);
  if (done.kind === 'missing')
    return say(
      'not_gradable',
      `It cannot be told: ${done.why.replace('arrivals', 'uses of the processor')}.`,
    );
  const { action } = decision;
  const { desired } = kept.figures.replicas;
  const judged = action.kind === 'scale' && action.to < action.from ? action.to : desired;
  const { busiestMinute } = whatIf(done, 0, () => 0);
  const use = judged > 0 ? busiestMinute / judged : Number(busiestMinute > 0);
  const why = `the busiest minute would have used ${percent(Number(use.toPrecision(3)))} of the processors of ${replicas(judged)}`;
  if (action.kind === 'scale' && action.to > action.from)
    return use > targetUtilisation
      ? say('true_positive', `It was needed: ${why} (target ${percent(targetUtilisation)}).`)
      : say('false_positive', `It was not needed: ${why} (target ${percent(targetUtilisation)}).`);
  const missed = use >= fullUse;
  const verdict = `The capacity was ${missed ? '' : 'not '}missed: ${why}.`;
  return say(missed ? 'false_negative' : 'true_negative', verdict);
}

/** The work that was done, in busy replicas, as arrivals: each use of the processor times the replicas that were ready then. */
function workOf(view: ServiceView): ServiceView {
  const { utilisation } = view.signals;
  if (!utilisation || !view.readyBefore) return { ...view, signals: {} };
  const readyAt = valueAt(view.readyBefore);
  const timesMs: number[] = [];
  const values: number[] = [];
  for (let i = 0; i < utilisation.window.timesMs.length; i++) {
    const atMs = utilisation.window.timesMs[i]!;
    const ready = readyAt(atMs);
    const use = utilisation.window.values[i]!;
    if (ready === undefined || !(use >= 0)) continue;
    timesMs.push(atMs);
    values.push(Math.min(1, use) * ready);
  }
  const arrivalRate: Signal = { ...utilisation, window: { timesMs, values } };
  return { ...view, signals: { arrivalRate } };
}

/** The newest value by a moment that does not go back; undefined before the first. */
function valueAt({ timesMs, values }: Window): (atMs: number) => number | undefined {
  let next = -1;
  return (atMs) => {
    while (next + 1 < timesMs.length && timesMs[next + 1]! <= atMs) next++;
    return values[next];
  };
}
