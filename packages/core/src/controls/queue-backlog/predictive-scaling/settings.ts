import type { SettingSpec, SettingsOf } from '../../../model/control.ts';

export const settingSpecs = {
  threshold: {
    default: 200,
    min: 1,
    max: 1e9,
    unit: 'messages',
    says: 'A queue deeper than this is a backlog: the control acts so that it is not reached.',
  },
  perReplicaRate: {
    default: 10,
    min: 0.001,
    max: 1e6,
    unit: 'per second',
    says: 'What one replica is taken to carry until it has been seen at work with a full queue.',
  },
  targetUtilisation: {
    default: 0.75,
    min: 0.1,
    max: 0.95,
    unit: 'share',
    says: 'The share of the capacity that the forecast arrivals may use; the rest is for noise and surprises.',
  },
  surgeDeviations: {
    default: 1,
    min: 0,
    max: 20,
    unit: 'count',
    says: 'At least so many standard deviations of a second of arrivals are kept in reserve: the fewer come, the later a surge stands out of their noise.',
  },
  forecastShare: {
    default: 1,
    min: 0,
    max: 1,
    unit: 'share',
    says: 'How much of a foreseen change is planned for; 0 answers only what is there already.',
  },
  drainWithinMs: {
    default: 60_000,
    min: 5_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'A backlog is to be gone this long after the new replicas are ready.',
  },
  horizonMs: {
    default: 300_000,
    min: 60_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'How far ahead the queue is forecast, and how long after a decision it is graded.',
  },
  startupMs: {
    default: 15_000,
    min: 0,
    max: 1_800_000,
    unit: 'ms',
    says: 'How long a replica is taken to need until it is ready, before any start was seen.',
  },
  scaleInAfterMs: {
    default: 300_000,
    min: 60_000,
    max: 86_400_000,
    unit: 'ms',
    says: 'How long fewer replicas must have been enough before one is taken away.',
  },
  scaleInEveryMs: {
    default: 60_000,
    min: 10_000,
    max: 86_400_000,
    unit: 'ms',
    says: 'The least time between two steps of scaling in.',
  },
  scaleInStepShare: {
    default: 0.1,
    min: 0,
    max: 0.5,
    unit: 'share',
    says: 'How much one step of scaling in takes away, as a share of the replicas; always at least one replica.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type PredictiveScalingSettings = SettingsOf<typeof settingSpecs>;

/** Complaints about settings that contradict each other, each naming the setting; empty when they make sense. */
export function checkSettings(settings: PredictiveScalingSettings): readonly string[] {
  const complaints: string[] = [];
  if (settings.scaleInEveryMs > settings.scaleInAfterMs)
    complaints.push(
      `scaleInEveryMs (${settings.scaleInEveryMs}) is longer than scaleInAfterMs (${settings.scaleInAfterMs})`,
    );
  if (settings.startupMs > settings.horizonMs)
    complaints.push(
      `startupMs (${settings.startupMs}) is longer than horizonMs (${settings.horizonMs}): a replica that is started now would come too late for the forecast`,
    );
  return complaints;
}
