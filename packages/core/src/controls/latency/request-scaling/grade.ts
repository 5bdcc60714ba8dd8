import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { keptEvidence } from '../../evidence.ts';
import { predictiveScaling } from '../../queue-backlog/predictive-scaling/index.ts';
import { gradeByProcessor } from './grade-by-processor.ts';
import { isProcessorAlone } from './processor-alone.ts';
import { asQueueSettings, type RequestScalingSettings } from './settings.ts';

/** Whether a decision was right: by the minutes that came after it, as for a queue. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const kept = keptEvidence(decision.evidence);
  if (!kept) return predictiveScaling.grade(decision, view);
  const settings = kept.settings as RequestScalingSettings;
  if (isProcessorAlone(kept.view)) return gradeByProcessor(decision, view, settings);
  const evidence = { ...decision.evidence, settings: asQueueSettings(settings, settings.perReplicaRate) };
  return predictiveScaling.grade({ ...decision, evidence }, view);
}
