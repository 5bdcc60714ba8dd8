import type { SettingSpec, SettingsOf } from '../../../model/control.ts';
import {
  checkPredictiveScalingSettings,
  predictiveScalingSettings as queue,
} from '../../queue-backlog/predictive-scaling/index.ts';

const { threshold, drainWithinMs, ...shared } = queue;

export const settingSpecs = {
  ...shared,
  perReplicaRate: {
    ...shared.perReplicaRate,
    says: 'Requests a second that one replica is taken to carry until its use of the processor or its latency has told.',
  },
  concurrencyPerReplica: {
    default: 0,
    min: 0,
    max: 1e6,
    unit: 'count',
    says: 'How many requests one replica may work on at the same time (its pool of connections or workers); 0 when nothing limits them.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type RequestScalingSettings = SettingsOf<typeof settingSpecs>;

/** The same settings for the sizing of a queue: a request that waits is one that is not answered, so none is planned for. */
export function asQueueSettings(settings: RequestScalingSettings, perReplicaRate: number) {
  const { concurrencyPerReplica: _, ...rest } = settings;
  return { ...rest, perReplicaRate, threshold: threshold.default, drainWithinMs: drainWithinMs.default };
}

/** Complaints about settings that contradict each other, each naming the setting; empty when they make sense. */
export function checkSettings(settings: RequestScalingSettings): readonly string[] {
  return checkPredictiveScalingSettings(asQueueSettings(settings, settings.perReplicaRate));
}
