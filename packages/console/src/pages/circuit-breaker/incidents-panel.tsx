import { Link } from '@tanstack/react-router';
import { useIncidentsOf } from '../../api/guard.ts';
import { Empty } from '../../components/empty.tsx';
import { IncidentList } from '../../components/incident-list.tsx';
import { Panel } from '../../components/panel.tsx';

const type = 'circuit_breaker_open';

/** The newest incidents of this type: circuits that stayed open, and services that are down. */
export function IncidentsPanel({ nowMs }: { nowMs: number }) {
  const { data } = useIncidentsOf(type, 4);
  return (
    <Panel
      title="Incidents"
      aside={
        <Link to="/incidents" search={{ type }} className="link small">
          All of this type
        </Link>
      }
    >
      {data && data.length > 0 ? (
        <IncidentList incidents={data} nowMs={nowMs} />
      ) : (
        <Empty title="None of this type">
          A circuit that stays open, a service that is down as a whole, and a crash loop are incidents.
        </Empty>
      )}
    </Panel>
  );
}
