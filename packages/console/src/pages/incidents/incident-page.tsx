import './incidents.css';
import { Link, useParams } from '@tanstack/react-router';
import { ApiProblem } from '../../api/request.ts';
import type { IncidentDetail } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { IncidentRunbook, SimilarIncidents } from '../../components/incident-help.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { IncidentActions } from './incident-actions.tsx';
import { IncidentFacts } from './incident-facts.tsx';
import { MetricPanel } from './metric-panel.tsx';
import { ReviewPanel } from './review-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { TimesBar } from './times-bar.tsx';
import { useIncident, useIncidentTypes } from './use-incidents.ts';

/** One incident: what it is, how its time was spent, what was done, and what comes next. */
export function IncidentPage() {
  const { id } = useParams({ from: '/incidents/$id' });
  const { data, error } = useIncident(id);
  if (data) return <OneIncident incident={data} error={error} />;
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty page title={`No incident ${id}`}>
        {error.message}{' '}
        <Link to="/incidents" className="link">
          All incidents
        </Link>
      </Empty>
    );
  return error ? <ProblemNote error={error} /> : <Skeleton height={480} label="Loading the incident" />;
}

function OneIncident({ incident, error }: { incident: IncidentDetail; error: Error | null }) {
  const nowMs = useGovernorNowMs();
  const { data: types = [] } = useIncidentTypes();
  const title = types.find(({ id }) => id === incident.type)?.title ?? titleOfIncidentType(incident.type);
  return (
    <div className="stack">
      <div className="page-head">
        <div className="incident-title">
          <PageTitle>{title}</PageTitle>
          <StateMark incident={incident} />
          {incident.drill && (
            <Mark tone="accent" icon="experiment" pill>
              Drill
            </Mark>
          )}
        </div>
        <IncidentActions incident={incident} />
      </div>
      <p className="incident-summary">{incident.summary}</p>
      {error && <ProblemNote error={error} />}
      <div className="incident-columns">
        <div className="stack">
          <Panel title="How its time was spent" padded>
            <TimesBar incident={incident} nowMs={nowMs} />
          </Panel>
          <MetricPanel incident={incident} nowMs={nowMs} />
          <TimelinePanel id={incident.id} nowMs={nowMs} />
          <IncidentRunbook incidentId={incident.id} open={incident.resolvedAtMs === undefined} />
        </div>
        <div className="stack">
          <IncidentFacts incident={incident} nowMs={nowMs} />
          <ReviewPanel incident={incident} />
          <SimilarIncidents incidentId={incident.id} />
        </div>
      </div>
    </div>
  );
}

function StateMark({ incident }: { incident: IncidentDetail }) {
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
      {incident.acknowledgedAtMs === undefined ? 'Open' : 'Acknowledged'}
    </Mark>
  );
}
