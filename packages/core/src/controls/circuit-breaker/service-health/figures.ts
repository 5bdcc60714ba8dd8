import type { InstanceHealth, ServiceHealth } from '../../../model/health.ts';
import type { ReplicaCounts } from '../../../model/service.ts';
import type { KeptEvidence } from '../../evidence.ts';
import { type Condition, conditionOf } from './condition.ts';
import type { ServiceHealthSettings } from './settings.ts';
import type { InstanceMemory, ServiceHealthState } from './state.ts';

/** One instance as the control sees it. */
export interface Judged {
  readonly instance: InstanceHealth;
  readonly memory: InstanceMemory;
  readonly condition: Condition;
}

/** What the control read off its inputs, for people and for grading. */
export interface Figures {
  readonly conditions: Readonly<Record<string, Condition>>;
  readonly replicas: ReplicaCounts;
}

export type ServiceHealthEvidence = KeptEvidence<ServiceHealthState, Figures | null>;

export function judgeAll(
  health: ServiceHealth,
  state: ServiceHealthState,
  nowMs: number,
  settings: ServiceHealthSettings,
): readonly Judged[] {
  return health.instances.map((instance) => ({
    instance,
    memory: state.instances[instance.id]!,
    condition: conditionOf(instance, health, nowMs, settings),
  }));
}

export const inCondition = (judged: readonly Judged[], condition: Condition) =>
  judged.filter((one) => one.condition === condition);
