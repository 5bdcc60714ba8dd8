import type { LineLook } from '../../components/chart/chart-options.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { formatCount, formatRate } from '../../format/numbers.ts';
import type { KnownWeek } from './week-detail.tsx';

const loadLooks: readonly LineLook[] = [
  { label: 'Measured', colour: 'depth', style: 'area' },
  { label: 'Expected', colour: 'forecast', style: 'dashed' },
  { label: 'Expected again', colour: 'forecast', style: 'edge' },
  { label: 'At most', colour: 'forecast', style: 'edge' },
];
const band = { upper: 3, lower: 2, colour: 'forecast' } as const;
const planLooks: readonly LineLook[] = [{ label: 'Enough', colour: 'replicas', style: 'steps' }];
const hourMs = 3_600_000;

const spanOf = ({ past, hours, atMs }: KnownWeek) => ({
  fromMs: past[0]?.startMs ?? atMs,
  toMs: (hours.at(-1)?.startMs ?? atMs) + hourMs,
});

/** A week back and a week ahead, with what the replicas of now can carry. */
export function WeekChart({ week }: { week: KnownWeek }) {
  const { past, hours, shortages, capacity, replicas, service } = week;
  const timesMs = hours.map(({ startMs }) => startMs);
  const line = (values: readonly number[]) => ({ timesMs, values });
  const carries = capacity.perReplica.lower * replicas;
  const highest = Math.max(carries, ...past.map(({ mean }) => mean), ...hours.map(({ upper }) => upper));
  const worst = Math.max(0, ...hours.map(({ upper }) => upper));
  return (
    <TimeChart
      label={`Load of ${service}, at most ${formatRate(worst)} a second in the week ahead; ${formatRate(carries)} can be carried now`}
      looks={loadLooks}
      band={band}
      data={[
        { timesMs: past.map(({ startMs }) => startMs), values: past.map(({ mean }) => mean) },
        line(hours.map(({ expected }) => expected)),
        line(hours.map(({ expected }) => expected)),
        line(hours.map(({ upper }) => upper)),
      ]}
      {...spanOf(week)}
      yMax={highest * 1.12}
      overlays={{
        nowMs: week.atMs,
        limits: [{ value: carries, label: `capacity now ${formatRate(carries)} /s`, colour: 'bad' }],
        windows: shortages.map(({ fromMs, untilMs }) => ({ fromMs, toMs: untilMs, label: 'too little' })),
        windowsLabel: 'Too little',
        markers: [],
      }}
      height={300}
      formatValue={formatRate}
    />
  );
}

/** How many replicas each hour would need for its upper end and the headroom that is to be kept. */
export function PlanChart({ week }: { week: KnownWeek }) {
  const { hours, replicas, service } = week;
  const most = Math.max(replicas, ...hours.map((hour) => hour.replicas));
  return (
    <TimeChart
      label={`Replicas that ${service} needs, ${formatCount(most)} at most; ${formatCount(replicas)} now`}
      looks={planLooks}
      data={[{ timesMs: hours.map(({ startMs }) => startMs), values: hours.map((hour) => hour.replicas) }]}
      fromMs={week.atMs}
      toMs={spanOf(week).toMs}
      yMax={most * 1.2 + 1}
      overlays={{
        nowMs: week.atMs,
        limits: [{ value: replicas, label: `now ${formatCount(replicas)}`, colour: 'desired' }],
        windows: [],
        markers: [],
      }}
      height={160}
      formatValue={formatCount}
    />
  );
}
