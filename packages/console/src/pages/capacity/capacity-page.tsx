import './capacity.css';
import { Link, useSearch } from '@tanstack/react-router';
import { useCapacity } from '../../api/capacity.ts';
import type { CapacitySummary } from '../../api/types.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { CapacityList } from './capacity-list.tsx';
import { WeekDetail } from './week-detail.tsx';

/** The week ahead: of all services, or of the one that the address names. */
export function CapacityPage() {
  const { service, region } = useSearch({ from: '/capacity' });
  const { data, error } = useCapacity();
  const chosen = data?.find((item) => item.service === service && item.region === (region ?? item.region));
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Capacity</PageTitle>
        {service === undefined ? (
          <span className="muted">seven days ahead, by the hour</span>
        ) : (
          <Link to="/capacity" className="link">
            All services
          </Link>
        )}
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={320} label="Forecasting" />}
      {data && service !== undefined && <Chosen item={chosen} name={service} />}
      {data && service === undefined && <All items={data} />}
    </div>
  );
}

function Chosen({ item, name }: { item: CapacitySummary | undefined; name: string }) {
  if (item) return <WeekDetail service={item.service} region={item.region} />;
  return (
    <Panel title={name}>
      <Empty title={`${name} is not under care here`}>
        It was renamed or taken out of the configuration. The list shows every service.
      </Empty>
    </Panel>
  );
}

function All({ items }: { items: readonly CapacitySummary[] }) {
  if (items.length > 0) return <CapacityList items={items} />;
  return (
    <Panel title="Services">
      <Empty title="No service is under care" command="npx ounce doctor">
        Name your services in ounce.config.ts; the governor then records their load, and after some days says
        what a replica can carry and where the week ahead will be too much.
      </Empty>
    </Panel>
  );
}
