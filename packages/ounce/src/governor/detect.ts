import { type DetectionEvent, detect, type Incident, type NewEvent, type ServiceView } from '@ounce/core';
import type { Service } from './service.ts';

/** The experiment that what began at this time may come from. */
export type DrillAt = (atMs: number) => string | undefined;

/** Runs the service's detections over what is new, and says what should go into the ledger. */
export function detectIncidents(service: Service, view: ServiceView, drillAt: DrillAt): NewEvent[] {
  return service.detections.flatMap((detection) => {
    const { state, events } = detect(view, detection.state, detection.rule);
    detection.state = state;
    return events.map((event) => journaled(event, view.nowMs, drillAt));
  });
}

function journaled(event: DetectionEvent, nowMs: number, drillAt: DrillAt): NewEvent {
  const by = { atMs: nowMs, actor: 'governor' };
  switch (event.kind) {
    case 'opened': {
      const experimentId = drillAt(event.incident.startedAtMs);
      const incident: Incident = {
        ...event.incident,
        drill: experimentId !== undefined,
        ...(experimentId === undefined ? {} : { experimentId }),
      };
      return { ...by, subject: `incident:${incident.id}`, kind: 'incident.opened', data: incident };
    }
    case 'mitigated':
    case 'resolved': {
      const { incidentId, atMs, why, kind } = event;
      return {
        ...by,
        atMs,
        subject: `incident:${incidentId}`,
        kind: `incident.${kind}`,
        data: { incidentId, why },
      };
    }
  }
}
