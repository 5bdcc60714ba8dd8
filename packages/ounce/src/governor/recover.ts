import type { Decision, NewEvent, RestartAction, ServiceView } from '@ounce/core';
import type { Service } from './service.ts';

/** A restart whose instance has not been seen up since. */
export interface Recovery {
  readonly decision: Decision;
  readonly action: RestartAction;
  readonly failingSinceMs: number;
}

/** An instance that has not come back after this long will be told of as something else. */
const givenUpAfterMs = 3_600_000;

export function beginRecovery(service: Service, action: RestartAction, decision: Decision): void {
  const before = service.health?.instance(action.instance);
  const failingSinceMs = before?.failingSinceMs ?? decision.atMs;
  service.recoveries.push({ decision, action, failingSinceMs });
}

/** The restarts whose instance, or what took its place, has passed its first probe since. */
export function recovered(service: Service, view: ServiceView): NewEvent[] {
  const events: NewEvent[] = [];
  for (const recovery of service.recoveries.splice(0)) {
    const { action, decision, failingSinceMs } = recovery;
    const upSinceMs = backSinceMs(recovery, view);
    if (upSinceMs === undefined) {
      if (view.nowMs - decision.atMs < givenUpAfterMs) service.recoveries.push(recovery);
      continue;
    }
    events.push({
      atMs: view.nowMs,
      actor: `control:${decision.control}`,
      subject: service.key,
      kind: 'instance.recovered',
      data: {
        ...service.ref,
        instance: action.instance,
        decisionId: decision.id,
        detectMs: Math.max(0, decision.atMs - failingSinceMs),
        recoverMs: Math.max(0, upSinceMs - failingSinceMs),
      },
    });
  }
  return events;
}

function backSinceMs({ action }: Recovery, { health }: ServiceView): number | undefined {
  const instances = health?.instances ?? [];
  const same = instances.find(({ id }) => id === action.instance);
  // A platform may give the successor another name.
  const candidates = same ? [same] : instances;
  const back = candidates.find(
    ({ startedAtMs, last }) => startedAtMs > action.startedAtMs && last?.kind === 'up',
  );
  return back?.upSinceMs;
}
