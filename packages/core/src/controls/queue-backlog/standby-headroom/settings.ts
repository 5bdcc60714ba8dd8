import type { SettingSpec, SettingsOf } from '../../../model/control.ts';

export const settingSpecs = {
  perReplicaRate: {
    default: 10,
    min: 0.001,
    max: 1e6,
    unit: 'per second',
    says: 'What one replica is taken to carry until it has been seen at work with a full queue.',
  },
  startupMs: {
    default: 15_000,
    min: 0,
    max: 1_800_000,
    unit: 'ms',
    says: 'How long a replica is taken to need until it is ready, before any start was seen.',
  },
  surgeQuantile: {
    default: 0.9,
    min: 0.5,
    max: 1,
    unit: 'share',
    says: 'The share of the surges seen that the standby is to meet; 1 meets the worst.',
  },
  atLeastSurges: {
    default: 2,
    min: 1,
    max: 100,
    unit: 'count',
    says: 'Nothing is kept in standby before so many surges were seen.',
  },
  lookBackDays: {
    default: 14,
    min: 1,
    max: 60,
    unit: 'count',
    says: 'How many days surges are remembered; recorded readings of that time are read at the start.',
  },
  baseMs: {
    default: 600_000,
    min: 60_000,
    max: 840_000,
    unit: 'ms',
    says: 'What arrivals usually are is their median over this time.',
  },
  mayWait: {
    default: 50,
    min: 0,
    max: 1e9,
    unit: 'messages',
    says: 'So many may wait until more replicas are ready: the standby need not carry them.',
  },
  mostStandby: {
    default: 10,
    min: 0,
    max: 10_000,
    unit: 'replicas',
    says: 'Never keep more than this in standby.',
  },
  gradeAfterMs: {
    default: 600_000,
    min: 90_000,
    max: 840_000,
    unit: 'ms',
    says: 'How long after a decision it is looked at whether a surge came and was met.',
  },
  threshold: {
    default: 200,
    min: 1,
    max: 1e9,
    unit: 'messages',
    says: 'A queue deeper than this is a backlog: the standby is graded by whether it came to that.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type StandbyHeadroomSettings = SettingsOf<typeof settingSpecs>;

/** Complaints about settings that contradict each other, each naming the setting; empty when they make sense. */
export function checkSettings({ mayWait, threshold }: StandbyHeadroomSettings): readonly string[] {
  return mayWait >= threshold
    ? [`mayWait (${mayWait}) is not below threshold (${threshold}): what may wait would be a backlog`]
    : [];
}
