import type { SettingSpec, SettingsOf } from '../../../model/control.ts';

export const settingSpecs = {
  perReplicaRate: {
    default: 10,
    min: 0.001,
    max: 1e6,
    unit: 'per second',
    says: 'What one replica is taken to carry until it has been seen at work with a full queue.',
  },
  letInShare: {
    default: 0.95,
    min: 0.1,
    max: 1,
    unit: 'share',
    says: 'The share of what the ready replicas carry that is let in; the rest keeps the queue from growing by chance.',
  },
  excess: {
    default: 50,
    min: 1,
    max: 1e6,
    unit: 'messages',
    says: 'How many may come in at once beyond the rate, and wait in the queue.',
  },
  threshold: {
    default: 200,
    min: 1,
    max: 1e9,
    unit: 'messages',
    says: 'A queue deeper than this is a backlog: what was let in is graded by whether it came to that.',
  },
  drainWithinMs: {
    default: 60_000,
    min: 5_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'A queue that is deeper than `excess` is to be gone this much later: so much less is let in meanwhile.',
  },
  changeShare: {
    default: 0.05,
    min: 0,
    max: 0.5,
    unit: 'share',
    says: 'A limit that would change by less than this stays as it is.',
  },
  gradeAfterMs: {
    default: 120_000,
    min: 90_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'How long after a decision it is looked at whether it was right.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type AdmissionControlSettings = SettingsOf<typeof settingSpecs>;

/** Complaints about settings that contradict each other, each naming the setting; empty when they make sense. */
export function checkSettings({ excess, threshold }: AdmissionControlSettings): readonly string[] {
  return excess >= threshold
    ? [`excess (${excess}) is not below threshold (${threshold}): what is let in at once would be a backlog`]
    : [];
}
