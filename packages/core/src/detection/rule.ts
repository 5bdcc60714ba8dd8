import type { SettingSpec, SettingsOf } from '../model/control.ts';
import type { Severity } from '../model/incident.ts';
import type { IncidentType } from '../model/incident-type.ts';
import type { SignalName } from '../model/signal.ts';

/** The figures of a detection that a person may set; units of the bounds are the signal's. */
export interface Thresholds {
  /** An incident opens when every reading is above this for `forMs`. */
  readonly above: number;
  readonly forMs: number;
  /** It is over when every reading is at or below this for `normalForMs`; lower than `above`, so that it does not flap. */
  readonly normalBelow: number;
  readonly normalForMs: number;
}

/** What is watched, and which incident it means. */
export interface DetectionRule extends Thresholds {
  readonly incidentType: IncidentType;
  readonly signal: SignalName;
  readonly severity: Severity;
}

const held = {
  forMs: {
    default: 30_000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
    says: 'How long the signal must stay above before an incident opens.',
  },
  normalForMs: {
    default: 60_000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
    says: 'How long normal must hold before the incident is resolved.',
  },
} as const satisfies Readonly<Record<string, SettingSpec>>;

function bound(unit: SettingSpec['unit'], aboveBy: number, normalBy: number, max: number) {
  return {
    above: {
      default: aboveBy,
      min: 0,
      max,
      unit,
      says: 'An incident opens when the signal stays above this.',
    },
    normalBelow: { default: normalBy, min: 0, max, unit, says: 'Normal is at or below this.' },
  } as const satisfies Readonly<Record<string, SettingSpec>>;
}

/** Detections Ounce ships with: signal, severity and the figures with their defaults. */
export const detections = {
  queue_backlog: {
    signal: 'queueDepth',
    severity: 2,
    settings: { ...held, ...bound('messages', 200, 100, 1e9) },
  },
  circuit_breaker_open: {
    signal: 'openBreakers',
    severity: 2,
    settings: { ...held, ...bound('count', 0, 0, 1e6) },
  },
  latency_spike: {
    signal: 'latencyP99Ms',
    severity: 3,
    settings: { ...held, ...bound('ms', 1000, 500, 3_600_000) },
  },
  error_rate_spike: {
    signal: 'errorRate',
    severity: 2,
    settings: { ...held, ...bound('share', 0.05, 0.01, 1) },
  },
} as const satisfies Readonly<
  Record<
    string,
    {
      readonly signal: SignalName;
      readonly severity: Severity;
      readonly settings: Readonly<Record<keyof Thresholds, SettingSpec>>;
    }
  >
>;

export type DetectedType = keyof typeof detections;

/** The shipped rule of an incident type, with some figures set otherwise. */
export function detectionRule(type: DetectedType, set: Partial<Thresholds> = {}): DetectionRule {
  const { signal, severity, settings } = detections[type];
  const figures: SettingsOf<typeof settings> = {
    above: settings.above.default,
    forMs: settings.forMs.default,
    normalBelow: settings.normalBelow.default,
    normalForMs: settings.normalForMs.default,
  };
  return { incidentType: type, signal, severity, ...figures, ...set };
}

/** Complaints about figures that contradict each other; empty when they make sense. */
export function checkThresholds({ above, normalBelow }: Thresholds): readonly string[] {
  return normalBelow > above
    ? [
        `normalBelow (${normalBelow}) is above the threshold \`above\` (${above}): it would open and close at once`,
      ]
    : [];
}
