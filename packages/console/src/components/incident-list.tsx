import { Link } from '@tanstack/react-router';
import type { IncidentView } from '../api/types.ts';
import { titleOfIncidentType } from '../fleet/incident-types.ts';
import { formatDuration, formatMoment } from '../format/times.ts';
import { Mark } from './mark.tsx';

function StateMark({ incident }: { incident: IncidentView }) {
  if (incident.resolvedAtMs !== undefined)
    return (
      <Mark tone="good" icon="good" pill>
        Resolved
      </Mark>
    );
  if (incident.mitigatedAtMs !== undefined)
    return (
      <Mark tone="warn" icon="clock" pill>
        Mitigated
      </Mark>
    );
  return (
    <Mark tone="bad" icon="incident" pill>
      Open
    </Mark>
  );
}

/** Incidents, newest first as the API gives them, each with how long it has lasted. */
export function IncidentList({ incidents, nowMs }: { incidents: readonly IncidentView[]; nowMs: number }) {
  return (
    <ul className="items">
      {incidents.map((incident) => (
        <li key={incident.id} className="item">
          <div className="item-state">
            <StateMark incident={incident} />
          </div>
          <div className="item-body">
            <p className="row">
              <Link to="/incidents/$id" params={{ id: incident.id }} className="link strong">
                {titleOfIncidentType(incident.type)}
              </Link>
              <span className="muted">
                {incident.service}@{incident.region} · severity {incident.severity}
              </span>
              {incident.drill && (
                <Mark tone="accent" icon="experiment" pill>
                  Drill
                </Mark>
              )}
            </p>
            <p className="muted">{incident.summary}</p>
          </div>
          <div className="item-time">
            <span>{formatMoment(incident.startedAtMs, nowMs)}</span>
            <span className="faint small">
              {incident.resolvedAtMs === undefined ? 'for ' : 'lasted '}
              {formatDuration((incident.resolvedAtMs ?? nowMs) - incident.startedAtMs)}
            </span>
          </div>
        </li>
      ))}
    </ul>
  );
}
