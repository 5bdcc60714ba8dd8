import type { AnyControl } from '../model/control.ts';
import { serviceHealth } from './circuit-breaker/service-health/index.ts';
import { requestScaling } from './latency/request-scaling/index.ts';
import { admissionControl } from './queue-backlog/admission-control/index.ts';
import { capacityPlanning } from './queue-backlog/capacity-planning/index.ts';
import { predictiveScaling } from './queue-backlog/predictive-scaling/index.ts';
import { standbyHeadroom } from './queue-backlog/standby-headroom/index.ts';

/** Every control there is: the only list of them. */
export const controls: readonly AnyControl[] = [
  predictiveScaling,
  capacityPlanning,
  standbyHeadroom,
  admissionControl,
  serviceHealth,
  requestScaling,
];

export function controlById(id: string): AnyControl | undefined {
  return controls.find((control) => control.id === id);
}

/** A control's settings: its defaults, and some of them set otherwise. */
export function settingsOf(
  control: AnyControl,
  set: Readonly<Record<string, number>> = {},
): Readonly<Record<string, number>> {
  const specs = control.settings as Readonly<Record<string, { readonly default: number }>>;
  const defaults = Object.entries(specs).map(([name, spec]) => [name, spec.default] as const);
  return { ...Object.fromEntries(defaults), ...set };
}
