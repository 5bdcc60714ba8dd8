import type { SettingSpec, SettingsOf } from '../../../model/control.ts';

export const settingSpecs = {
  failuresBeforeRestart: {
    default: 3,
    min: 1,
    max: 100,
    unit: 'count',
    says: 'An instance that fails so many probes in a row is restarted.',
  },
  startupGraceMs: {
    default: 60_000,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'An instance that has not been up since its start is left alone for so long.',
  },
  atOnceShare: {
    default: 0.25,
    min: 0.01,
    max: 1,
    unit: 'share',
    says: 'The largest share of a service’s instances that may be away at the same time for a restart (one always may).',
  },
  firstBackoffMs: {
    default: 10_000,
    min: 1_000,
    max: 300_000,
    unit: 'ms',
    says: 'The wait after the first restart of an instance before it is restarted again; doubles each time.',
  },
  longestBackoffMs: {
    default: 300_000,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'The longest wait between two restarts of an instance.',
  },
  provenAfterMs: {
    default: 60_000,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'An instance that was up for so long is well again: its back-off begins anew.',
  },
  crashLoopStarts: {
    default: 5,
    min: 2,
    max: 100,
    unit: 'count',
    says: 'So many starts of one instance within `crashLoopWindowMs` are a crash loop: it is not restarted any more.',
  },
  crashLoopWindowMs: {
    default: 600_000,
    min: 10_000,
    max: 86_400_000,
    unit: 'ms',
    says: 'The time over which starts are counted.',
  },
  memoryWarningMs: {
    default: 3_600_000,
    min: 0,
    max: 86_400_000,
    unit: 'ms',
    says: 'Memory that grows so that it is used up within this time is warned of; 0 never warns.',
  },
  memoryRestartMs: {
    default: 0,
    min: 0,
    max: 86_400_000,
    unit: 'ms',
    says: 'Memory that will be used up within this time is a reason to restart the instance; 0 never is.',
  },
  gradeAfterMs: {
    default: 60_000,
    min: 5_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'How long after a decision it is looked at whether it was right.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type ServiceHealthSettings = SettingsOf<typeof settingSpecs>;

/** Complaints about settings that contradict each other, each naming the setting; empty when they make sense. */
export function checkSettings(settings: ServiceHealthSettings): readonly string[] {
  const complaints: string[] = [];
  if (settings.firstBackoffMs > settings.longestBackoffMs)
    complaints.push(
      `firstBackoffMs (${settings.firstBackoffMs}) is longer than longestBackoffMs (${settings.longestBackoffMs})`,
    );
  if (settings.memoryRestartMs > settings.memoryWarningMs)
    complaints.push(
      `memoryRestartMs (${settings.memoryRestartMs}) is longer than memoryWarningMs (${settings.memoryWarningMs}): it would be restarted before anybody is warned`,
    );
  return complaints;
}
