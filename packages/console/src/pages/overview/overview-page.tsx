import { Link } from '@tanstack/react-router';
import { useLiveState } from '../../api/live.tsx';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { IncidentList } from '../../components/incident-list.tsx';
import { Mark } from '../../components/mark.tsx';
import { Note } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../format/numbers.ts';
import { ExperimentStrip } from './experiment-strip.tsx';
import { FleetPanel } from './fleet-panel.tsx';
import { LoopPanel } from './loop-panel.tsx';

/** More of them would push the services out of sight. */
const mostOpen = 8;

function OpenIncidents() {
  const { openIncidents } = useLiveState();
  const nowMs = useGovernorNowMs();
  const history = (
    <Link to="/incidents" className="link small">
      All incidents
    </Link>
  );
  return (
    <Panel title="Open incidents" aside={history}>
      {openIncidents.length === 0 ? (
        <p className="quiet-line">
          <Mark tone="good" icon="good">
            None
          </Mark>
          <span className="muted">No signal has been above its threshold for long enough to open one.</span>
        </p>
      ) : (
        <>
          <IncidentList incidents={openIncidents.slice(0, mostOpen)} nowMs={nowMs} />
          {openIncidents.length > mostOpen && (
            <Link to="/incidents" search={{ state: 'open' }} className="button quiet fold">
              All {openIncidents.length} open incidents
            </Link>
          )}
        </>
      )}
    </Panel>
  );
}

/** The fleet now: what is wrong, what is being tried, how each service does. */
export function OverviewPage() {
  const { troubles, experiment, services, fleet } = useLiveState();
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Overview</PageTitle>
        <span className="muted">
          {plural(services.length, 'service')} under care in {fleet}
        </span>
      </div>
      {troubles.length > 0 && (
        <Note tone="warn">
          {troubles.map((trouble) => (
            <p key={trouble}>{trouble}</p>
          ))}
        </Note>
      )}
      {experiment && <ExperimentStrip experiment={experiment} />}
      <LoopPanel />
      <OpenIncidents />
      <FleetPanel />
    </div>
  );
}
