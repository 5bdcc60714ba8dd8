import './preventions.css';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { PreventionView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { CursorPager } from '../../components/cursor-pager.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { missing } from '../../format/numbers.ts';
import { NoPreventions } from './no-preventions.tsx';
import type { PreventionSearch } from './prevention-search.ts';
import { preventionsCsv, statuses, statusLooks, stepsDone } from './prevention-words.ts';
import { StatusMark } from './status-mark.tsx';
import { StepsBar } from './steps-bar.tsx';
import { useAllPreventions, usePreventionPage, useRootCauses } from './use-preventions.ts';

/** What is planned, done and proven against root causes. */
export function PreventionsPage() {
  const search: PreventionSearch = useSearch({ from: '/preventions' });
  const all = useAllPreventions(search);
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Preventions</PageTitle>
        <CsvExport fileName="preventions" text={async () => preventionsCsv(await all())} />
      </div>
      <Filters search={search} />
      {/* Another search begins on its first page. */}
      <Found key={JSON.stringify(search)} search={search} />
    </div>
  );
}

function Filters({ search }: { search: PreventionSearch }) {
  const navigate = useNavigate({ from: '/preventions' });
  const { data: causes = [] } = useRootCauses();
  const types = [...new Set(causes.map(({ incidentType }) => incidentType))];
  const choose = (name: keyof PreventionSearch, value: string) => {
    const { [name]: _, ...others } = search;
    void navigate({ search: (value === '' ? others : { ...others, [name]: value }) as PreventionSearch });
  };
  const select = (
    name: keyof PreventionSearch,
    label: string,
    options: readonly (readonly [string, string])[],
  ) => (
    <select
      className="input"
      aria-label={label}
      value={search[name] ?? ''}
      onChange={({ target }) => choose(name, target.value)}
    >
      <option value="">{label}: all</option>
      {options.map(([value, says]) => (
        <option key={value} value={value}>
          {says}
        </option>
      ))}
    </select>
  );
  return (
    <search className="prevention-filters">
      {select(
        'status',
        'Status',
        statuses.map((status) => [status, statusLooks[status].label] as const),
      )}
      {select(
        'priority',
        'Priority',
        ['P0', 'P1', 'P2'].map((one) => [one, one] as const),
      )}
      {select(
        'incidentType',
        'Against',
        types.map((type) => [type, titleOfIncidentType(type)] as const),
      )}
    </search>
  );
}

function Found({ search }: { search: PreventionSearch }) {
  // The API goes on from a cursor: those of the pages before lead back.
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const { data, error } = usePreventionPage(search, cursors.at(-1));
  if (!data)
    return error ? <ProblemNote error={error} /> : <Skeleton height={420} label="Loading preventions" />;
  const isNarrowed = Object.keys(search).length > 0;
  return (
    <Panel title="By target date">
      {error && <ProblemNote error={error} />}
      {data.items.length > 0 && <PreventionTable items={data.items} />}
      {data.items.length === 0 &&
        (isNarrowed ? (
          <Empty title="No prevention fits">
            None is like this.{' '}
            <Link to="/preventions" search={{}} className="link">
              Show all of them
            </Link>
          </Empty>
        ) : (
          <NoPreventions title="No prevention yet" />
        ))}
      <CursorPager cursors={cursors} next={data.next} onGo={setCursors} />
    </Panel>
  );
}

function PreventionTable({ items }: { items: readonly PreventionView[] }) {
  return (
    <table className="table prevention-table">
      <thead>
        <tr>
          {['Prevention', 'Status', 'Priority', 'Steps', 'Target', 'Owner'].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id}>
            <td>
              <Link to="/preventions/$id" params={{ id: item.id }} className="link strong prevention-link">
                {item.title}
              </Link>
              <span className="faint small prevention-types">
                {item.incidentTypes.map(titleOfIncidentType).join(', ')}
              </span>
            </td>
            <td>
              <StatusMark status={item.status} />
            </td>
            <td data-name="Priority">{item.priority}</td>
            <td data-name="Steps">
              <StepsBar done={stepsDone(item)} all={item.checklist.length} />
            </td>
            <td data-name="Target">{item.target ?? missing}</td>
            <td data-name="Owner">{item.owner || missing}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
