import { Link } from '@tanstack/react-router';
import type { CapacitySummary } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Mark } from '../../components/mark.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { formatRate, missing } from '../../format/numbers.ts';

const header = ['service', 'region', 'replicas', 'per replica and second', 'the week ahead'];

function cells(item: CapacitySummary) {
  const { service, region } = item;
  if (item.kind === 'unknown') return [service, region, undefined, undefined, item.why];
  const { replicas, capacity, shortages } = item;
  return [service, region, replicas, capacity.perReplica.value, shortages[0]?.says ?? 'enough'];
}

const byName = new Intl.Collator('en', { numeric: true });

/** Shortages first: they are what the page is for. */
function urgency(item: CapacitySummary): number {
  if (item.kind === 'unknown') return 0;
  return item.shortages.length > 0 ? 2 : 1;
}

export function CapacityList({ items }: { items: readonly CapacitySummary[] }) {
  const sorted = items.toSorted((a, b) => urgency(b) - urgency(a) || byName.compare(a.service, b.service));
  return (
    <Panel
      title="Services"
      aside={<CsvExport fileName="capacity" text={() => csvOf(header, sorted.map(cells))} />}
    >
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
          {sorted.map((item) => (
            <Row key={`${item.service}@${item.region}`} item={item} />
          ))}
        </tbody>
      </table>
    </Panel>
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
        {more.length > 0 && ` And ${more.length} more times.`}
      </span>
    </span>
  );
}
