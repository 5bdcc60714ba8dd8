import type { Instance, InstanceState } from '@ounce/core';
import { z } from 'zod';

const containerStatus = z.object({
  restartCount: z.number().default(0),
  state: z
    .object({
      running: z.object({ startedAt: z.string().nullish() }).nullish(),
      waiting: z.object({ reason: z.string().nullish() }).nullish(),
    })
    .prefault({}),
});

export const podSchema = z.object({
  metadata: z.object({
    name: z.string(),
    uid: z.string(),
    labels: z.record(z.string(), z.string()).default({}),
    creationTimestamp: z.string(),
    deletionTimestamp: z.string().nullish(),
  }),
  status: z
    .object({
      phase: z.string().default('Pending'),
      podIP: z.string().nullish(),
      startTime: z.string().nullish(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string(), lastTransitionTime: z.string().nullish() }))
        .default([]),
      containerStatuses: z.array(containerStatus).default([]),
    })
    .prefault({}),
});
export type Pod = z.output<typeof podSchema>;

/** A pod that has ended for good is no instance any more. */
export const isOver = ({ status: { phase } }: Pod): boolean => phase === 'Succeeded' || phase === 'Failed';

/** @param port where its containers listen; without one the instance has no address */
export function instanceOf(pod: Pod, port?: number): Instance {
  const { metadata, status } = pod;
  const ready = status.conditions.find(({ type }) => type === 'Ready');
  const starts = status.containerStatuses.map(({ state }) => Date.parse(state.running?.startedAt ?? ''));
  const created = Date.parse(status.startTime ?? metadata.creationTimestamp);
  // A container that is started again within its pod begins a new life.
  const startedAtMs = Math.max(created, ...starts.filter(Number.isFinite));
  const readyAtMs = ready?.status === 'True' ? Date.parse(ready.lastTransitionTime ?? '') : Number.NaN;
  const ip = status.podIP?.includes(':') ? `[${status.podIP}]` : status.podIP;
  return {
    id: metadata.name,
    state: stateOf(pod, ready?.status === 'True'),
    startedAtMs,
    restarts: status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    // Kubernetes tells whole seconds: a fast start may seem to end before it began.
    ...(Number.isFinite(readyAtMs) ? { readyAtMs: Math.max(readyAtMs, startedAtMs) } : {}),
    ...(ip && port ? { url: `http://${ip}:${port}` } : {}),
  };
}

/** From the creation of a pod to its first condition a few seconds may pass. */
const firstConditionMs = 5_000;

function stateOf(pod: Pod, ready: boolean): InstanceState {
  const { metadata, status } = pod;
  if (metadata.deletionTimestamp) return 'draining';
  if (ready) return 'ready';
  const waits = status.containerStatuses.map(({ state }) => state.waiting?.reason);
  if (waits.some((reason) => reason && /BackOff|Err/.test(reason))) return 'failed';
  return wasReady(pod) ? 'unready' : 'starting';
}

/** "Not ready" is the first thing that is said of a pod; said later, it has been ready before. */
function wasReady({ metadata, status }: Pod): boolean {
  if (status.containerStatuses.some(({ restartCount }) => restartCount > 0)) return true;
  const changed = status.conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime;
  const began = Date.parse(status.startTime ?? metadata.creationTimestamp);
  return Date.parse(changed ?? '') > began + firstConditionMs;
}
