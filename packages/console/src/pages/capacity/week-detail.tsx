import { useCapacityWeek } from '../../api/capacity.ts';
import type { CapacityWeekView } from '../../api/types.ts';
import { Command } from '../../components/command.tsx';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Note, ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount, formatRate, formatShare } from '../../format/numbers.ts';
import { CarriedOut } from './carried-out.tsx';
import { DayTable } from './day-table.tsx';
import { hoursCsv } from './days.ts';
import { PlanChart, WeekChart } from './week-chart.tsx';

export type KnownWeek = Extract<CapacityWeekView, { kind: 'week' }>;

/** One service: what was, what is expected with its band, what there is, and what would be enough. */
export function WeekDetail({ service, region }: { service: string; region: string }) {
  const { data: week, error } = useCapacityWeek({ service, region });
  if (error && !week) return <ProblemNote error={error} />;
  if (!week) return <Skeleton height={420} label={`Forecasting ${service}`} />;
  if (week.kind === 'week') return <Known week={week} />;
  return (
    <Panel title={`${service} ${region}`}>
      <Empty
        title="Not known yet"
        command={`npx ounce capacity backfill --from 2026-01-01 --service ${service}`}
      >
        {week.why} The governor records every reading by itself; Prometheus or a CSV file can fill in what was
        before.
      </Empty>
    </Panel>
  );
}

function Known({ week }: { week: KnownWeek }) {
  const { service, region, shortages, capacity, learnedHours, signal, replicaHours, replicaHoursAsIs } = week;
  const share = replicaHours / replicaHoursAsIs - 1;
  const cost = `${formatCount(replicaHours)} replica-hours, ${share < 0 ? `${formatShare(-share)} less` : `${formatShare(share)} more`} than leaving it`;
  return (
    <>
      <Shortages shortages={shortages} />
      <Panel
        title={`Load of ${service} ${region}`}
        aside={
          <span className="faint small">
            learnt from {formatCount(learnedHours)} hours of {signal}
          </span>
        }
      >
        <WeekChart week={week} />
        <p className="quiet-line">
          <span className="muted">{capacity.says}</span>
        </p>
      </Panel>
      <Panel title="Replicas that would be enough" aside={<span className="faint small">{cost}</span>}>
        <PlanChart week={week} />
        <CarriedOut service={service} region={region} />
        <div className="panel-body">
          <Command>{`npx ounce capacity plan ${service} --region ${region} --format keda > scaled-object.yaml`}</Command>
        </div>
      </Panel>
      <Panel
        title="Day by day"
        aside={<CsvExport fileName={`capacity-${service}-${region}`} text={() => hoursCsv(week.hours)} />}
      >
        <DayTable week={week} />
      </Panel>
      <p className="faint small">
        At most: stays below with a probability of 95 % unless configured otherwise. Capacity now:{' '}
        {week.replicas} replicas times {formatRate(capacity.perReplica.lower)} a second.
      </p>
    </>
  );
}

/** The worst of them whole; the others only by their days, which the chart and the table show as well. */
function Shortages({ shortages }: Pick<KnownWeek, 'shortages'>) {
  const [worst, ...others] = shortages.toSorted((a, b) => b.upper - a.upper);
  if (!worst) return null;
  return (
    <Note tone="bad">
      <p>{worst.says}</p>
      {others.length > 0 && (
        <p className="muted">
          Too little also on{' '}
          {others
            .toSorted((a, b) => a.worstMs - b.worstMs)
            .map(({ worstMs }) => dayOf(worstMs))
            .join(', ')}
          .
        </p>
      )}
    </Note>
  );
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const dayOf = (atMs: number) => dayFormat.format(atMs);
