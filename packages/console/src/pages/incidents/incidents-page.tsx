import './incidents.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { IncidentList } from '../../components/incident-list.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { IncidentFilters } from './incident-filters.tsx';
import type { IncidentSearch } from './incident-search.ts';
import { OpenDialog } from './open-dialog.tsx';
import { pageSize, useIncidentPage, useIncidentsCsv } from './use-incidents.ts';

/** Every incident that the ledger knows, narrowed and page by page; drills marked as such. */
export function IncidentsPage() {
  const search: IncidentSearch = useSearch({ from: '/incidents' });
  const [opening, setOpening] = useState(false);
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Incidents</PageTitle>
        <span className="row">
          <button type="button" className="button primary" onClick={() => setOpening(true)}>
            Open an incident…
          </button>
          <CsvExport fileName="incidents" text={useIncidentsCsv(search)} />
        </span>
      </div>
      {opening && <OpenDialog onClose={() => setOpening(false)} />}
      <IncidentFilters search={search} />
      {/* Another search begins on its first page. */}
      <FoundIncidents key={JSON.stringify(search)} search={search} />
    </div>
  );
}

function FoundIncidents({ search }: { search: IncidentSearch }) {
  // The API goes on from a cursor: those of the pages before lead back.
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const { data, error } = useIncidentPage(search, cursors.at(-1));
  const nowMs = useGovernorNowMs();
  const page = cursors.length;
  const turn = (to: number) => {
    if (to < page) setCursors(cursors.slice(0, to));
    else if (data?.next !== undefined) setCursors([...cursors, data.next]);
  };
  if (!data)
    return error ? <ProblemNote error={error} /> : <Skeleton height={420} label="Loading incidents" />;
  const { items, total = items.length } = data;
  const aside = <span className="faint small">{total.toLocaleString('en')} in all</span>;
  return (
    <Panel title="Newest first" aside={aside}>
      {error && <ProblemNote error={error} />}
      {items.length === 0 ? (
        <NothingFound isNarrowed={Object.keys(search).length > 0} />
      ) : (
        <IncidentList incidents={items} nowMs={nowMs} />
      )}
      <Pager
        page={page}
        pages={Math.max(1, Math.ceil(total / pageSize), data.next === undefined ? page : page + 1)}
        matching={total}
        pageSize={pageSize}
        onPage={turn}
      />
    </Panel>
  );
}

function NothingFound({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed)
    return (
      <Empty title="No incident fits">
        None is like this.{' '}
        <Link to="/incidents" search={{}} className="link">
          Show all of them
        </Link>
      </Empty>
    );
  return (
    <Empty
      title="No incident on record"
      command="npx ggen chaos inject --scenario queue_backlog --duration 1m"
    >
      Ounce opens an incident by itself when a signal stays above its threshold, takes them from Alertmanager
      and PagerDuty, and reads your history from a file (npx ounce incidents import FILE). To see one without
      waiting for trouble, inject a backlog as a drill: drills are marked and never counted as real.
    </Empty>
  );
}
