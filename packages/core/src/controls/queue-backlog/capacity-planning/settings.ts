import type { SettingSpec, SettingsOf } from '../../../model/control.ts';

export const settingSpecs = {
  leadMs: {
    default: 600_000,
    min: 60_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'How long before an hour begins its replicas are there; longer than they need to start.',
  },
  headroom: {
    default: 0.5,
    min: 0,
    max: 0.9,
    unit: 'share',
    says: 'A planned replica was needed when without it less than this share had been free; for grading.',
  },
  freeBeforeIn: {
    default: 0.25,
    min: 0,
    max: 0.9,
    unit: 'share',
    says: 'What the plan added is taken away again only while this share of what stays is free.',
  },
  validMs: {
    default: 129_600_000,
    min: 3_600_000,
    max: 604_800_000,
    unit: 'ms',
    says: 'A plan that was made longer ago is no plan.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type CapacityPlanningSettings = SettingsOf<typeof settingSpecs>;
