import type { Decision, Grade } from '../../../model/decision.ts';
import type { ServiceView } from '../../../model/signal.ts';
import { predictiveScaling } from '../../queue-backlog/predictive-scaling/index.ts';
import type { RequestScalingSettings } from './settings.ts';
import { asQueueSettings } from './settings.ts';

/** Whether a decision was right: by the minutes that came after it, as for a queue. */
export function grade(decision: Decision, view: ServiceView): Grade {
  const { settings } = decision.evidence as { readonly settings?: RequestScalingSettings };
  if (!settings) return predictiveScaling.grade(decision, view);
  const evidence = { ...decision.evidence, settings: asQueueSettings(settings, settings.perReplicaRate) };
  return predictiveScaling.grade({ ...decision, evidence }, view);
}
