import type { ControlFinding, Incident, NewEvent } from '@ounce/core';
import type { DrillAt } from './detect.ts';
import type { RunningControl, Service } from './service.ts';

/** What a control has found and is not over; a warning has no incident. */
export interface OpenFinding {
  readonly incidentId?: string;
}

/** Opens an incident for each new finding, resolves it when the control no longer says it; a warning is written down once. */
export function journalFindings(service: Service, nowMs: number, drillAt: DrillAt): NewEvent[] {
  const events: NewEvent[] = [];
  const said = new Set<string>();
  for (const running of service.controls)
    for (const finding of running.findings ?? []) {
      const key = `${running.control.id}/${service.key}/${finding.key}`;
      said.add(key);
      if (service.findings.has(key)) continue;
      const event = opening(service, running, finding, key, nowMs, drillAt);
      service.findings.set(key, event.kind === 'incident.opened' ? { incidentId: event.data.id } : {});
      events.push(event);
    }
  for (const [key, { incidentId }] of service.findings) {
    if (said.has(key)) continue;
    service.findings.delete(key);
    if (incidentId === undefined) continue;
    const why = 'The control no longer finds it.';
    events.push({
      ...{ atMs: nowMs, actor: 'governor', subject: `incident:${incidentId}` },
      ...{ kind: 'incident.resolved', data: { incidentId, why } },
    });
  }
  return events;
}

type Opening = NewEvent<'incident.opened'> | NewEvent<'service.warned'>;

function opening(
  { ref, key: serviceKey }: Service,
  { control }: RunningControl,
  { level, says, key, sinceMs }: ControlFinding,
  externalId: string,
  nowMs: number,
  drillAt: DrillAt,
): Opening {
  const by = { atMs: nowMs, actor: `control:${control.id}` };
  if (level === 'warning')
    return {
      ...by,
      subject: serviceKey,
      kind: 'service.warned',
      data: { ...ref, control: control.id, key, says },
    };
  const startedAtMs = Math.min(sinceMs, nowMs);
  const experimentId = drillAt(startedAtMs);
  const incident: Incident = {
    id: `${externalId}/${nowMs}`,
    externalId,
    ...ref,
    type: control.incidentType,
    severity: 2,
    drill: experimentId !== undefined,
    ...(experimentId === undefined ? {} : { experimentId }),
    summary: says,
    startedAtMs,
    detectedAtMs: nowMs,
  };
  return { ...by, subject: `incident:${incident.id}`, kind: 'incident.opened', data: incident };
}
