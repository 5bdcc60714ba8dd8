import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { usable } from '../../load/arrivals.ts';
import { type Outcome, recordedArrivals, whatIf } from '../../load/counterfactual.ts';
import { figure, percent, replicas, span } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import { type Figures, figuresOf } from './figures.ts';
import type { PredictiveScalingSettings } from './settings.ts';

/** Whether a decision was right, told from what arrived in the time it was about; the rules are numbered in SPEC.md. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const say = sayGrade(decision, view);
  const kept = figuresOf(decision.evidence);
  if (!kept) return say('not_gradable', 'It was decided without readings.');
  const arrivals = recordedArrivals(view, decision.atMs, decision.gradeAtMs);
  if (arrivals.kind === 'missing') return say('not_gradable', `It cannot be told: ${arrivals.why}.`);
  const { figures, settings } = kept;
  const perReplica = Math.max(figures.perReplicaRate, provenCapacity(decision, view));
  const { action } = decision;
  const judged = action.kind === 'scale' && action.to < action.from ? action.to : figures.replicas.desired;
  const outcome = whatIf(arrivals, figures.depth, capacityOf(judged, perReplica, figures));
  const told = tell(outcome, judged, perReplica, settings);
  if (action.kind !== 'scale')
    return told.breached ? say('false_negative', told.why) : say('true_negative', told.why);
  if (action.to < action.from)
    return told.breached || told.overloaded
      ? say('false_negative', `The capacity was missed: ${told.why}`)
      : say('true_negative', `The capacity was not missed: ${told.why}`);
  return told.breached || told.crowded
    ? say('true_positive', `It was needed: ${told.why}`)
    : say('false_positive', `It was not needed: ${told.why}`);
}

function capacityOf(count: number, perReplica: number, { replicas: had, startingReadyInMs }: Figures) {
  const atFirst = Math.min(had.ready, count);
  return (afterMs: number) => perReplica * (afterMs < startingReadyInMs ? atFirst : count);
}

/** What replicas were since seen to carry at the least, in case less was believed then. */
function provenCapacity(decision: Decision, view: ServiceView): number {
  const service = usable(view, 'serviceRate', 'any');
  const { action } = decision;
  const most = Math.max(
    view.replicas?.ready ?? 0,
    ...(action.kind === 'scale' ? [action.from, action.to] : []),
  );
  if (!service || most <= 0) return 0;
  let fastest = 0;
  const { timesMs, values } = service.window;
  for (let i = 0; i < timesMs.length; i++)
    if (timesMs[i]! > decision.atMs && values[i]! > fastest) fastest = values[i]!;
  return fastest / most;
}

function tell(outcome: Outcome, count: number, perReplica: number, settings: PredictiveScalingSettings) {
  const { peak, peakAfterMs, busiestMinute } = outcome;
  const capacity = count * perReplica;
  const use = capacity > 0 ? busiestMinute / capacity : Number(busiestMinute > 0);
  const breached = peak > settings.threshold;
  const queue = breached
    ? `with ${replicas(count)} ${figure(peak)} would have waited after ${span(peakAfterMs)} (threshold ${figure(settings.threshold)})`
    : `with ${replicas(count)} at most ${figure(peak)} would have waited (threshold ${figure(settings.threshold)})`;
  return {
    breached,
    crowded: use > settings.targetUtilisation,
    overloaded: use > 1,
    why: `${queue}, and the busiest minute would have used ${percent(Number(use.toPrecision(3)))} of them.`,
  };
}
