import type { Decision } from '../../../model/decision.ts';
import { serviceKey } from '../../../model/service.ts';
import type { ServiceView, Signal } from '../../../model/signal.ts';
import { trimView } from '../../evidence.ts';
import {
  type PredictiveScalingFigures,
  predictiveScaling,
} from '../../queue-backlog/predictive-scaling/index.ts';
import { carriesOf } from './carries.ts';
import {
  followWork,
  isProcessorAlone,
  noWork,
  whyByProcessor,
  workAsQueue,
  workPerReplica,
} from './processor-alone.ts';
import { asQueueSettings, type RequestScalingSettings } from './settings.ts';
import { initialState, type RequestScalingState } from './state.ts';

export const id = 'request-scaling';

const trim = {
  signals: ['arrivalRate', 'utilisation', 'latencyP50Ms'],
  lookBackMs: 600_000,
  mostReadings: 96,
} as const;

/** One decision about one service; the rules are numbered in SPEC.md. The sizing is that of a queue in which nothing waits. */
export function decide(
  wholeView: ServiceView,
  stateBefore: RequestScalingState,
  settings: RequestScalingSettings,
): { readonly state: RequestScalingState; readonly decisions: readonly Decision[] } {
  const view = trimView(wholeView, trim);
  const start = initialState(settings);
  const before = stateBefore?.version === 1 ? { ...start, ...stateBefore } : start;
  if (isProcessorAlone(view)) return byProcessorAlone(view, before, settings);
  const { perReplica, byProcessor } = carriesOf(view, before, settings);
  const sizing = { ...before.sizing, capacity: { ...before.sizing.capacity, perReplica } };
  const sized = predictiveScaling.decide(withoutWaiting(view), sizing, asQueueSettings(settings, perReplica));
  const [decision] = sized.decisions;
  const why = decision!.why
    .replace(' and 0 are waiting', '')
    .replace("the queue's readings are stale", 'the readings of the requests are stale')
    .replace('there is no reading of the queue', 'there is no reading of the requests');
  return {
    state: { ...before, sizing: sized.state, byProcessor },
    decisions: [asOwn({ ...decision!, why }, view, before, settings)],
  };
}

/** The same sizing, with the work of the processors in place of requests. */
function byProcessorAlone(
  view: ServiceView,
  before: RequestScalingState,
  settings: RequestScalingSettings,
): { readonly state: RequestScalingState; readonly decisions: readonly Decision[] } {
  const queueSettings = asQueueSettings(settings, workPerReplica);
  const work = followWork(before.alone?.work ?? noWork, view);
  const sizing = before.alone?.sizing ?? predictiveScaling.initialState(queueSettings);
  const sized = predictiveScaling.decide(workAsQueue(view, work), sizing, queueSettings);
  const [decision] = sized.decisions;
  const { action, evidence } = decision!;
  const figures = evidence.figures as PredictiveScalingFigures | null;
  const to = action.kind === 'scale' ? action.to : (figures?.replicas.desired ?? 0);
  const why = figures
    ? whyByProcessor(to, figures, settings)
    : decision!.why
        .replace("the queue's readings are stale", "the processor's readings are stale")
        .replace('there is no reading of the queue', "there is no reading of the processor's use");
  return {
    state: { ...before, alone: { work, sizing: sized.state } },
    decisions: [asOwn({ ...decision!, why }, view, before, settings)],
  };
}

function asOwn(
  decision: Decision,
  view: ServiceView,
  state: RequestScalingState,
  settings: RequestScalingSettings,
): Decision {
  const evidence = { ...decision.evidence, control: id, view, state, settings };
  return { ...decision, id: `${id}/${serviceKey(view)}/${view.nowMs}`, control: id, evidence };
}

/** The requests as a queue that is always empty, as fresh as their own readings: what waits in a service, nobody counts. */
function withoutWaiting(view: ServiceView): ServiceView {
  const { arrivalRate } = view.signals;
  if (!arrivalRate) return { ...view, signals: {} };
  const values = Array.from(arrivalRate.window.values, () => 0);
  const queueDepth: Signal = { ...arrivalRate, window: { timesMs: arrivalRate.window.timesMs, values } };
  return { ...view, signals: { arrivalRate, queueDepth } };
}
