import type { PlannedHour } from './week-plan.ts';

/** The same number of replicas from one hour of the week to another, UTC. */
export interface ScheduleEntry {
  /** 0 is Sunday, as in cron. */
  readonly fromDay: number;
  readonly fromHour: number;
  readonly untilDay: number;
  readonly untilHour: number;
  readonly replicas: number;
}

/** Hours in a row with the same number of replicas, put together. */
export function scheduleOf(hours: readonly PlannedHour[]): ScheduleEntry[] {
  const entries: { startMs: number; untilMs: number; replicas: number }[] = [];
  for (const { startMs, replicas } of hours) {
    const last = entries.at(-1);
    const untilMs = startMs + 3_600_000;
    if (last && last.replicas === replicas && last.untilMs === startMs) last.untilMs = untilMs;
    else entries.push({ startMs, untilMs, replicas });
  }
  return entries.map(({ startMs, untilMs, replicas }) => {
    const [from, until] = [new Date(startMs), new Date(untilMs)];
    return {
      ...{ fromDay: from.getUTCDay(), fromHour: from.getUTCHours() },
      ...{ untilDay: until.getUTCDay(), untilHour: until.getUTCHours() },
      replicas,
    };
  });
}

export interface ManifestTarget {
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly namespace: string;
  readonly minReplicas: number;
  readonly maxReplicas: number;
}

/**
 * A KEDA ScaledObject with one cron trigger for each entry above the lowest, as data (YAML and JSON alike). Undefined when the
 * plan is the same all week: a scaled object needs a trigger, and a cron trigger needs an end.
 *
 * @see https://keda.sh/docs/latest/scalers/cron/
 */
export function kedaScaledObject(entries: readonly ScheduleEntry[], target: ManifestTarget) {
  const { kind, name, namespace, minReplicas, maxReplicas } = target;
  const lowest = Math.max(minReplicas, Math.min(...entries.map(({ replicas }) => replicas)));
  const above = entries.filter(({ replicas }) => replicas > lowest);
  if (above.length === 0) return undefined;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name: `${name}-week`, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
      minReplicaCount: lowest,
      maxReplicaCount: Math.max(maxReplicas, lowest),
      triggers: above.map(({ fromDay, fromHour, untilDay, untilHour, replicas }) => ({
        type: 'cron',
        metadata: {
          timezone: 'Etc/UTC',
          start: `0 ${fromHour} * * ${fromDay}`,
          end: `0 ${untilHour} * * ${untilDay}`,
          desiredReplicas: String(replicas),
        },
      })),
    },
  };
}

/**
 * A CronHorizontalPodAutoscaler with one job at the start of each entry.
 *
 * @see https://github.com/AliyunContainerService/kubernetes-cronhpa-controller
 */
export function cronHorizontalPodAutoscaler(
  entries: readonly ScheduleEntry[],
  { kind, name, namespace }: ManifestTarget,
) {
  return {
    apiVersion: 'autoscaling.alibabacloud.com/v1beta1',
    kind: 'CronHorizontalPodAutoscaler',
    metadata: { name: `${name}-week`, namespace },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind, name },
      jobs: entries.map(({ fromDay, fromHour, replicas }) => ({
        name: `day-${fromDay}-hour-${fromHour}`,
        // Seconds first.
        schedule: `0 0 ${fromHour} * * ${fromDay}`,
        targetSize: replicas,
      })),
    },
  };
}
