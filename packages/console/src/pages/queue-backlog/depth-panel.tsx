import { useMemo } from 'react';
import type { ExperimentView, ServiceState } from '../../api/types.ts';
import { useSeries } from '../../api/use-series.ts';
import type { LineLook } from '../../components/chart/chart-options.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { ChartArea } from './chart-area.tsx';
import type { ChartSpan } from './chart-span.ts';
import {
  actionMarkers,
  depthLines,
  depthScaleMax,
  faultWindows,
  newestForecast,
  thresholdLimits,
} from './depth-chart-data.ts';
import type { ActionGroup } from './group-actions.ts';

const height = 300;
const looks: readonly LineLook[] = [
  { label: 'Queue depth', colour: 'depth', style: 'area' },
  { label: 'Forecast', colour: 'forecast', style: 'dashed' },
  { label: 'Lower', colour: 'forecast', style: 'edge' },
  { label: 'Upper', colour: 'forecast', style: 'edge' },
];
const band = { upper: 3, lower: 2, colour: 'forecast' } as const;

interface DepthPanelProps {
  readonly service: ServiceState;
  readonly span: ChartSpan;
  readonly actions: readonly ActionGroup[];
  readonly experiments: readonly ExperimentView[];
}

/** How deep the queue is and is thought to become, what was done about it, and when a drill made it so. */
export function DepthPanel({ service, span, actions, experiments }: DepthPanelProps) {
  const query = useSeries({
    ...span,
    service: service.service,
    region: service.region,
    signal: 'queueDepth',
  });
  const forecast = newestForecast(service);
  const markers = useMemo(() => actionMarkers(actions), [actions]);
  // What lies outside the picture must not stand in its legend.
  const inView = ({ fromMs, toMs }: { fromMs: number; toMs: number }) =>
    toMs >= span.fromMs && fromMs <= span.toMs;
  const aside = forecast && (
    <span className="faint small">forecast made {formatDuration(span.nowMs - forecast.madeAtMs)} ago</span>
  );
  return (
    <Panel title="Queue depth" aside={aside}>
      <ChartArea query={query} height={height}>
        {(depth) => {
          const lines = depthLines(depth, forecast);
          const newest = depth.values.at(-1);
          return (
            <TimeChart
              label={`Queue depth of ${service.service}, ${newest == null ? 'no fresh reading' : `${formatCount(newest)} now`}`}
              looks={looks}
              band={band}
              data={lines}
              fromMs={span.fromMs}
              toMs={span.toMs}
              yMax={depthScaleMax(lines, service.thresholds.queueDepth?.above)}
              overlays={{
                nowMs: span.nowMs,
                limits: thresholdLimits(service),
                windows: faultWindows(experiments, span.nowMs).filter(inView),
                markers: markers.filter(({ atMs }) => inView({ fromMs: atMs, toMs: atMs })),
              }}
              height={height}
              formatValue={formatCount}
            />
          );
        }}
      </ChartArea>
    </Panel>
  );
}
