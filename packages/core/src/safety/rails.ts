import type { SettingSpec, SettingsOf } from '../model/control.ts';

/**
 * The guard rails of one service: hard limits that no control can talk its way around. Adding capacity costs money,
 * taking it away costs an incident; so every default is generous upwards and narrow downwards.
 */
export const guardRailSpecs = {
  floor: { default: 1, min: 0, max: 10_000, unit: 'replicas', says: 'Never scale in below this.' },
  ceiling: { default: 20, min: 1, max: 10_000, unit: 'replicas', says: 'Never scale out above this.' },
  maxStepUp: {
    default: 20,
    min: 1,
    max: 10_000,
    unit: 'replicas',
    says: 'The most replicas that one action may add; the larger of this and `maxStepUpShare` counts.',
  },
  maxStepUpShare: {
    default: 1,
    min: 0,
    max: 10,
    unit: 'share',
    says: 'The most that one action may add, as a share of the present replicas (1 doubles them).',
  },
  maxStepDown: {
    default: 1,
    min: 1,
    max: 10_000,
    unit: 'replicas',
    says: 'The most replicas that one action may take away; the larger of this and `maxStepDownShare` counts.',
  },
  maxStepDownShare: {
    default: 0.1,
    min: 0,
    max: 1,
    unit: 'share',
    says: 'The most that one action may take away, as a share of the present replicas.',
  },
  cooldownOutMs: {
    default: 10_000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
    says: 'The least time between two scale-outs of a service; an emergency passes (see `emergencyShare`).',
  },
  cooldownInMs: {
    default: 60_000,
    min: 0,
    max: 86_400_000,
    unit: 'ms',
    says: 'The least time between any action on a service and a scale-in of it.',
  },
  emergencyShare: {
    default: 0.25,
    min: 0,
    max: 100,
    unit: 'share',
    says: 'A scale-out by at least this share of the present replicas does not wait for `cooldownOutMs`.',
  },
  maxActingShare: {
    default: 1,
    min: 0,
    max: 1,
    unit: 'share',
    says: 'The largest share of the services that may be acted on within one minute (one service always may).',
  },
  maxReducingShare: {
    default: 0.2,
    min: 0,
    max: 1,
    unit: 'share',
    says: 'The largest share of the services that may lose capacity within one minute (one service always may).',
  },
  maxRestartingShare: {
    default: 0.25,
    min: 0,
    max: 1,
    unit: 'share',
    says: 'The largest share of a service’s instances that may be restarted within one minute (one always may).',
  },
  cooldownRestartMs: {
    default: 10_000,
    min: 1_000,
    max: 3_600_000,
    unit: 'ms',
    says: 'The least time between two restarts of the same instance.',
  },
  leastAdmitted: {
    default: 1,
    min: 0.1,
    max: 1e6,
    unit: 'per second',
    says: 'Never let in less than this at the gate before a service.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

export type GuardRails = SettingsOf<typeof guardRailSpecs>;

export const defaultGuardRails: GuardRails = Object.fromEntries(
  Object.entries(guardRailSpecs).map(([name, spec]) => [name, spec.default]),
) as GuardRails;

/** Complaints about rails that contradict each other, each naming the setting; empty when they make sense. */
export function checkGuardRails(rails: GuardRails): readonly string[] {
  const complaints: string[] = [];
  if (rails.floor > rails.ceiling)
    complaints.push(`floor (${rails.floor}) is above ceiling (${rails.ceiling})`);
  if (rails.cooldownInMs < rails.cooldownOutMs)
    complaints.push(
      `cooldownInMs (${rails.cooldownInMs}) is shorter than cooldownOutMs (${rails.cooldownOutMs}): taking away must be slower than adding`,
    );
  return complaints;
}
