import type { ServiceState } from '../../api/types.ts';
import { useSeries } from '../../api/use-series.ts';
import type { LineLook } from '../../components/chart/chart-options.ts';
import type { Overlays } from '../../components/chart/overlays.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount } from '../../format/numbers.ts';
import { ChartArea } from './chart-area.tsx';
import type { ChartSpan } from './chart-span.ts';

const height = 150;
const looks: readonly LineLook[] = [
  { label: 'Ready', colour: 'replicas', style: 'steps' },
  { label: 'Desired', colour: 'desired', style: 'dashed-steps' },
];
const noMarks = { windows: [], markers: [] } as const;

function boundLimits(replicas: ServiceState['replicas']): Overlays['limits'] {
  const { floor, ceiling } = replicas ?? {};
  return [
    ...(floor === undefined ? [] : [{ value: floor, label: `floor ${floor}`, colour: 'desired' as const }]),
    ...(ceiling === undefined
      ? []
      : [{ value: ceiling, label: `ceiling ${ceiling}`, colour: 'desired' as const }]),
  ];
}

/** How many replicas were asked for and how many were ready, between their floor and their ceiling. */
export function ReplicasPanel({ service, span }: { service: ServiceState; span: ChartSpan }) {
  const of = { ...span, service: service.service, region: service.region };
  const ready = useSeries({ ...of, signal: 'readyReplicas' });
  const desired = useSeries({ ...of, signal: 'desiredReplicas' });
  const { replicas } = service;
  return (
    <Panel title="Replicas">
      <ChartArea query={ready} height={height}>
        {(readySeries) => {
          const data = [readySeries, desired.data ?? { timesMs: [], values: [] }];
          const values = data.flatMap((series) => series.values).map((value) => value ?? 0);
          return (
            <TimeChart
              label={`Replicas of ${service.service}, ${replicas ? `${replicas.ready} ready of ${replicas.desired} desired` : 'not known now'}`}
              looks={looks}
              data={data}
              fromMs={span.fromMs}
              toMs={span.toMs}
              yMax={Math.max(4, replicas?.ceiling ?? 0, ...values) * 1.15}
              overlays={{ ...noMarks, nowMs: span.nowMs, limits: boundLimits(replicas) }}
              height={height}
              formatValue={formatCount}
            />
          );
        }}
      </ChartArea>
    </Panel>
  );
}
