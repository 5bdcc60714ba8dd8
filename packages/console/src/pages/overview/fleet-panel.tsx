import { useDeferredValue, useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Empty } from '../../components/empty.tsx';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { browseFleet, type FleetPage, type HealthFilter } from '../../fleet/browse.ts';
import { FleetTable } from './fleet-table.tsx';

const pageSize = 25;

function filterOptions({ counts }: FleetPage) {
  const all = counts.healthy + counts.attention + counts.unknown;
  return [
    { value: 'all', label: `All ${all}` },
    { value: 'attention', label: `Needs attention ${counts.attention}` },
    { value: 'unknown', label: `Not known ${counts.unknown}` },
  ] as const;
}

/** Every service, a page at a time, with a search: as usable with a thousand of them as with three. */
export function FleetPanel() {
  const { services, openIncidents } = useLiveState();
  const nowMs = useGovernorNowMs();
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<HealthFilter>('all');
  const [wantedPage, setPage] = useState(1);
  const shownSearch = useDeferredValue(search);
  if (services.length === 0) {
    return (
      <Panel title="Services">
        <Empty title="No service under care" command="npx ounce doctor">
          The fleet in ounce.config.ts names no service. Add one under services, with the metrics to read and
          the controls that may act, then start the governor again; doctor says whether the file is right.
        </Empty>
      </Panel>
    );
  }
  const found = browseFleet(services, openIncidents, {
    search: shownSearch,
    filter,
    page: wantedPage,
    pageSize,
  });
  const tools = (
    <div className="row list-tools">
      <Segments
        label="Show"
        options={filterOptions(found)}
        value={filter}
        onChange={(value) => {
          setFilter(value);
          setPage(1);
        }}
      />
      <input
        type="search"
        className="input list-search"
        placeholder="Find a service or region"
        aria-label="Find a service or region"
        value={search}
        onChange={(event) => {
          setSearch(event.target.value);
          setPage(1);
        }}
      />
    </div>
  );
  return (
    <Panel title="Services" aside={tools}>
      {found.rows.length === 0 ? (
        <Empty title={search ? `No service matches “${search}”` : 'None here'}>
          {search ? 'The search looks at names and regions.' : 'No service is in this state now.'}
        </Empty>
      ) : (
        <FleetTable rows={found.rows} nowMs={nowMs} />
      )}
      <Pager {...found} pageSize={pageSize} onPage={setPage} />
    </Panel>
  );
}
