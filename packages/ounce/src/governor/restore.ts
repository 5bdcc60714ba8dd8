import { type ActionLog, type DetectionState, detect } from '@ounce/core';
import type { IncidentRecord, LedgerQueries } from '../ledger/index.ts';
import { viewOf } from './observe.ts';
import type { ReadingRecorder } from './options.ts';
import { keptMs } from './series.ts';
import type { Service } from './service.ts';

const actionsLookedAt = 1000;

/** Brings services back to where the ledger says they were: open incidents stay open, cooldowns go on. */
export function restore(
  services: ReadonlyMap<string, Service>,
  query: LedgerQueries,
  actionLog: ActionLog,
  nowMs: number,
): void {
  const open = new Map<Detection, IncidentRecord>();
  for (const incident of query.openIncidents()) {
    // Others' incidents are theirs to close.
    if (incident.source !== undefined && incident.source !== 'detection') continue;
    const service = services.get(`${incident.service}@${incident.region}`);
    if (incident.externalId !== undefined) {
      service?.findings.set(incident.externalId, { incidentId: incident.id });
      continue;
    }
    const detection = service?.detections.find(({ rule }) => rule.incidentType === incident.type);
    if (detection) open.set(detection, incident);
  }
  for (const service of services.values())
    for (const detection of service.detections) goOn(service, detection, open.get(detection), nowMs);
  const taken = query.actions({ outcome: 'taken', limit: actionsLookedAt }).items;
  for (const { service, region, action, atMs } of taken.toReversed())
    actionLog.record({ service, region }, action, atMs);
}

type Detection = Service['detections'][number];

/**
 * What the windows hold has been judged by the governor that read it: it opens and closes nothing again. An incident that
 * it left open stays open, and a suspicion stays one.
 */
function goOn(
  service: Service,
  detection: Detection,
  incident: IncidentRecord | undefined,
  nowMs: number,
): void {
  const series = service.series.find(({ name }) => name === detection.rule.signal);
  const seenUntilMs = series
    ? Math.max(series.lastAtMs, detection.state.seenUntilMs)
    : detection.state.seenUntilMs;
  if (incident) {
    const { id: incidentId, startedAtMs, mitigatedAtMs = null } = incident;
    const peak = series ? highestSince(series, startedAtMs) : 0;
    detection.state = { kind: 'open', seenUntilMs, incidentId, startedAtMs, peak, mitigatedAtMs };
    return;
  }
  const { state }: { state: DetectionState } = detect(
    viewOf(service, nowMs),
    detection.state,
    detection.rule,
  );
  detection.state = state.kind === 'suspected' ? state : { kind: 'normal', seenUntilMs };
}

function highestSince({ window: { timesMs, values } }: Service['series'][number], sinceMs: number): number {
  let peak = 0;
  for (let i = timesMs.length - 1; i >= 0 && timesMs[i]! >= sinceMs; i--) peak = Math.max(peak, values[i]!);
  return peak;
}

/** Windows go on where the last governor's ended: a forecast need not begin anew. */
export function refill(
  services: ReadonlyMap<string, Service>,
  history: ReadingRecorder,
  nowMs: number,
): void {
  const span = { sinceMs: nowMs - keptMs, untilMs: nowMs };
  for (const { ref, series, readyReplicas, desiredReplicas } of services.values())
    for (const one of [...series, readyReplicas, desiredReplicas]) {
      const { timesMs, values } = history.readings({ ...ref, series: one.name }, span);
      for (let i = 0; i < timesMs.length; i++) one.push(timesMs[i]!, values[i]!, nowMs);
    }
}
