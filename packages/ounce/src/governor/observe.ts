import { countReplicas, type ServiceView, type Signal, type SignalName } from '@ounce/core';
import type { Platform } from '../ports/index.ts';
import type { ReadingRecorder } from './options.ts';
import type { Service } from './service.ts';

/** A platform's answer that is older than this is no answer. */
const statusValidMs = 15_000;
const startupTimesKept = 20;

/** Asks the platform what runs. A service it does not answer for keeps its last answer, which grows old. */
export async function observe(
  service: Service,
  platform: Pick<Platform, 'status'>,
  signal: AbortSignal,
  history?: ReadingRecorder,
): Promise<void> {
  if (!service.spec.onPlatform) return;
  try {
    const status = await platform.status(service.ref, signal);
    const readyBefore = service.status && countReplicas(service.status).ready;
    service.status = status;
    delete service.statusError;
    const { desired, ready } = countReplicas(status);
    // More can be let in as soon as there is somebody to carry it, not only with the next reading.
    if (service.spec.admission && ready !== readyBefore) service.undecided = true;
    service.readyReplicas.push(status.atMs, ready, status.atMs);
    service.desiredReplicas.push(status.atMs, desired, status.atMs);
    history?.record({ ...service.ref, series: 'readyReplicas' }, status.atMs, ready);
    history?.record({ ...service.ref, series: 'desiredReplicas' }, status.atMs, desired);
    learnStartup(service, history);
  } catch (error) {
    service.statusError = error instanceof Error ? error.message : String(error);
  }
}

/** Each replica's start is timed once. */
function learnStartup(
  { ref, status, startupTimesMs, timedInstances }: Service,
  history: ReadingRecorder | undefined,
): void {
  for (const { id, startedAtMs, readyAtMs } of status?.instances ?? []) {
    const start = `${id}/${startedAtMs}`;
    if (readyAtMs === undefined || timedInstances.has(start)) continue;
    timedInstances.add(start);
    startupTimesMs.push(readyAtMs - startedAtMs);
    history?.record({ ...ref, series: 'startupMs' }, readyAtMs, readyAtMs - startedAtMs);
  }
  startupTimesMs.splice(0, startupTimesMs.length - startupTimesKept);
  // Old entries are of instances that are gone; forgetting them all at once is rare and costs one double count at most.
  if (timedInstances.size > 1000) timedInstances.clear();
}

/** The service as controls, detections and experiments see it at `nowMs`. */
export function viewOf(service: Service, nowMs: number): ServiceView {
  const signals: Partial<Record<SignalName, Signal>> = {};
  for (const series of service.series) signals[series.name] = series.view(nowMs);
  const { status, orderedAtMs, readyReplicas } = service;
  // A status from before the last order tells what was; one far in the future comes of a clock that was set back.
  const known = status && status.atMs > orderedAtMs && Math.abs(nowMs - status.atMs) <= statusValidMs;
  return {
    ...service.ref,
    nowMs,
    signals,
    ...(known ? { replicas: countReplicas(status) } : {}),
    ...(readyReplicas.lastValue === undefined ? {} : { readyBefore: readyReplicas.window }),
    ...(service.spec.admission ? { admission: { limit: service.admitted?.limit ?? null } } : {}),
    ...(service.plan ? { plan: service.plan } : {}),
    ...(service.health && status ? { health: service.health.view(status) } : {}),
    startupTimesMs: service.startupTimesMs,
  };
}

/** The view as one control sees it: with the replicas that it has kept itself. */
export function viewFor(control: string, service: Service, view: ServiceView): ServiceView {
  const standby = service.kept.get(control);
  return standby === undefined ? view : { ...view, standby };
}
