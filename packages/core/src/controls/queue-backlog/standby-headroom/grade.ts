import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { recordedArrivals, whatIf } from '../../load/counterfactual.ts';
import { figure, replicas, span } from '../../say.ts';
import { sayGrade } from '../../say-grade.ts';
import { figuresOf } from './figures.ts';

/** Whether a surge came and was met, told from what arrived in the time after; the rules are numbered in SPEC.md. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const say = sayGrade(decision, view);
  const kept = figuresOf(decision.evidence);
  if (!kept) return say('not_gradable', 'It was decided without readings.');
  const arrivals = recordedArrivals(view, decision.atMs, decision.gradeAtMs);
  if (arrivals.kind === 'missing') return say('not_gradable', `It cannot be told: ${arrivals.why}.`);
  const { figures, settings } = kept;
  const { needed, keep, perReplicaRate, depth } = figures;
  const alone = whatIf(arrivals, depth, () => needed * perReplicaRate);
  if (alone.peak <= settings.threshold)
    return keep > needed
      ? say('not_gradable', 'No surge came in this time: what is kept for one cannot be judged by it.')
      : say('true_negative', `No surge came: at most ${figure(alone.peak)} would have waited.`);
  // Scaling takes over once what it orders is ready.
  const met = peakWithin(arrivals, depth, keep * perReplicaRate, figures.leadMs, alone.peakAfterMs);
  const would = `with ${replicas(needed)} ${figure(alone.peak)} would have waited after ${span(alone.peakAfterMs)}`;
  return met <= settings.threshold && keep > needed
    ? say(
        'true_positive',
        `A surge came: ${would}, with ${keep} at most ${figure(met)} until more could be ready.`,
      )
    : say('false_negative', `A surge came that was not met: ${would}, with ${keep} still ${figure(met)}.`);
}

/** The deepest the queue would have been within one lead time after the surge began to tell. */
function peakWithin(
  arrivals: Parameters<typeof whatIf>[0],
  depth: number,
  capacity: number,
  leadMs: number,
  untilMs: number,
): number {
  let beganMs: number | undefined;
  const enough = (afterMs: number) => {
    const rate = rateAt(arrivals, afterMs);
    if (rate > capacity) beganMs ??= afterMs;
    return beganMs !== undefined && afterMs > beganMs + leadMs ? Number.POSITIVE_INFINITY : capacity;
  };
  return untilMs > 0 ? whatIf(arrivals, depth, enough).peak : depth;
}

function rateAt({ seconds, rates }: Parameters<typeof whatIf>[0], afterMs: number): number {
  let endMs = 0;
  for (let i = 0; i < rates.length; i++) {
    endMs += seconds[i]! * 1000;
    if (endMs >= afterMs) return rates[i]!;
  }
  return rates.at(-1) ?? 0;
}
