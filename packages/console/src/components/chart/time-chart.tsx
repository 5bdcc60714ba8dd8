import 'uplot/dist/uPlot.min.css';
import './chart.css';
import { type KeyboardEvent, useState } from 'react';
import { formatClock } from '../../format/times.ts';
import { alignSeries, type Timed } from './align.ts';
import { ChartLegend } from './chart-legend.tsx';
import type { BandLook, LineLook } from './chart-options.ts';
import { markersNear, type Overlays } from './overlays.ts';
import { Tooltip } from './tooltip.tsx';
import { useChart } from './use-chart.ts';

export interface TimeChartProps {
  /** What is drawn, for those who cannot see it: also tells the newest values. */
  readonly label: string;
  readonly looks: readonly LineLook[];
  readonly band?: BandLook;
  /** One for each look. */
  readonly data: readonly Timed[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly yMax: number;
  readonly overlays: Overlays;
  readonly height: number;
  readonly formatValue: (value: number) => string;
}

/** A marker counts as pointed at within this many pixels. */
const reachPx = 7;

/** Lines over time, with the pointer or the arrow keys telling the values of one moment. */
export function TimeChart(props: TimeChartProps) {
  const { label, looks, band, data, fromMs, toMs, yMax, overlays, height, formatValue } = props;
  const [cursor, setCursor] = useState<{ index: number; left: number }>();
  const aligned = alignSeries(data);
  const { place, pointAt, widthPx } = useChart({
    looks,
    band,
    aligned,
    fromMs,
    toMs,
    yMax,
    overlays,
    height,
    onCursor: (index, left) => setCursor(index === undefined || left < 0 ? undefined : { index, left }),
  });

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    pointAt((cursor?.index ?? aligned.timesMs.findLastIndex((atMs) => atMs <= overlays.nowMs)) + step);
  };

  const atMs = cursor && aligned.timesMs[cursor.index];
  const rows = looks.map((look, index) => ({
    look,
    value: cursor && aligned.columns[index]?.[cursor.index],
  }));
  const told = rows.filter(({ value }) => value !== undefined && value !== null);
  const reachMs = (reachPx * (toMs - fromMs)) / Math.max(1, widthPx);
  const near = atMs === undefined ? [] : markersNear(overlays.markers, atMs, reachMs);
  return (
    <figure className="chart">
      <div
        ref={place}
        className="chart-place"
        style={{ height }}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, aligned.timesMs.length - 1)}
        aria-valuenow={cursor?.index ?? 0}
        aria-valuetext={
          atMs === undefined
            ? 'Arrow keys go through the readings'
            : [
                formatClock(atMs),
                ...told.map(({ look, value }) => `${look.label} ${formatValue(value ?? 0)}`),
                ...near.map(({ says }) => says),
              ].join(', ')
        }
        onKeyDown={onKeyDown}
        onBlur={() => pointAt(undefined)}
      >
        {cursor && atMs !== undefined && (
          <Tooltip
            left={cursor.left}
            widthPx={widthPx}
            atMs={atMs}
            rows={rows}
            markers={near}
            formatValue={formatValue}
          />
        )}
      </div>
      <figcaption>
        <ChartLegend looks={looks} band={band} overlays={overlays} />
      </figcaption>
    </figure>
  );
}
