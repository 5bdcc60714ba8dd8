import { Link } from '@tanstack/react-router';
import { useDeferredValue, useState } from 'react';
import type { CapacitySummary } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { Pager } from '../../components/pager.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { csvOf } from '../../format/csv.ts';
import { formatRate, missing } from '../../format/numbers.ts';
import { browseCapacity, type CapacityRows, type OutlookFilter } from './browse.ts';

const header = ['service', 'region', 'replicas', 'per replica and second', 'the week ahead'];

function cells(item: CapacitySummary) {
  const { service, region } = item;
  if (item.kind === 'unknown') return [service, region, undefined, undefined, item.why];
  const { replicas, capacity, shortages } = item;
  return [service, region, replicas, capacity.perReplica.value, shortages[0]?.says ?? 'enough'];
}

const pageSize = 25;

const filterOptions = ({ counts }: CapacityRows) =>
  [
    { value: 'all', label: `All ${counts.all}` },
    { value: 'short', label: `Too little ${counts.short}` },
    { value: 'unknown', label: `Not known ${counts.unknown}` },
  ] as const;

/** What lies ahead of each service, a page at a time: as usable with a thousand of them as with three. */
export function CapacityList({ items }: { items: readonly CapacitySummary[] }) {
  const [search, setSearch] = useState('');
  const [filter, setFilter] = useState<OutlookFilter>('all');
  const [wantedPage, setPage] = useState(1);
  const shownSearch = useDeferredValue(search);
  const page = browseCapacity(items, { search: shownSearch, filter, page: wantedPage, pageSize });
  const tools = (
    <div className="row list-tools">
      {items.length > pageSize && (
        <Segments
          label="Show"
          options={filterOptions(page)}
          value={filter}
          onChange={(value) => {
            setFilter(value);
            setPage(1);
          }}
        />
      )}
      {items.length > pageSize && (
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
      )}
      <CsvExport fileName="capacity" text={() => csvOf(header, page.found.map(cells))} />
    </div>
  );
  return (
    <Panel title="Services" aside={tools}>
      {page.rows.length === 0 ? (
        <Empty title={search ? `No service matches “${search}”` : 'None here'}>
          {search ? 'The search looks at names and regions.' : 'Nothing like that lies ahead of any service.'}
        </Empty>
      ) : (
        <CapacityTable rows={page.rows} />
      )}
      <Pager {...page} pageSize={pageSize} onPage={setPage} />
    </Panel>
  );
}

function CapacityTable({ rows }: { rows: readonly CapacitySummary[] }) {
  return (
    <table className="table capacity-table">
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col" className="number">
            Replicas
          </th>
          <th scope="col" className="number">
            A replica carries
          </th>
          <th scope="col">The week ahead</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((item) => (
          <Row key={`${item.service}@${item.region}`} item={item} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ item }: { item: CapacitySummary }) {
  const { service, region } = item;
  const week = item.kind === 'week' ? item : undefined;
  const carries =
    week &&
    `${week.capacity.basis === 'at-least' ? '≥ ' : ''}${formatRate(week.capacity.perReplica.value)} /s`;
  return (
    <tr>
      <th scope="row">
        <Link to="/capacity" search={{ service, region }} className="link">
          {service}
        </Link>{' '}
        <span className="faint">{region}</span>
      </th>
      <td className="number" data-label="Replicas">
        {week?.replicas ?? missing}
      </td>
      <td className="number" data-label="A replica carries">
        <span title={week?.capacity.says}>{carries ?? missing}</span>
      </td>
      <td>
        <Outlook item={item} />
      </td>
    </tr>
  );
}

function Outlook({ item }: { item: CapacitySummary }) {
  if (item.kind === 'unknown') return <span className="muted small">{item.why}</span>;
  const [first, ...more] = item.shortages;
  if (!first)
    return (
      <Mark tone="good" icon="good">
        Enough for the week
      </Mark>
    );
  return (
    <span className="capacity-outlook">
      <Mark tone="bad" icon="incident">
        Too little
      </Mark>
      <span className="small">
        {first.says}
        {more.length > 0 && ` And ${more.length} more ${more.length === 1 ? 'time' : 'times'}.`}
      </span>
    </span>
  );
}
