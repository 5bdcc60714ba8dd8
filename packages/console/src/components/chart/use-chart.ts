import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import { useIsDark } from '../../theme.ts';
import type { Aligned } from './align.ts';
import { type BandLook, chartOptions, type LineLook } from './chart-options.ts';
import { readColours } from './colours.ts';
import type { Overlays } from './overlays.ts';

interface Wanted {
  readonly looks: readonly LineLook[];
  readonly band: BandLook | undefined;
  readonly aligned: Aligned;
  readonly fromMs: number;
  readonly toMs: number;
  readonly yMax: number;
  readonly overlays: Overlays;
  readonly height: number;
  readonly onCursor: (index: number | undefined, left: number) => void;
}

function useWidth(place: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [place]);
  return width;
}

/**
 * Keeps one drawn chart in step with what is wanted of it: built once, then fed. Built anew only when the theme, the
 * lines or the height change.
 */
export function useChart(wanted: Wanted) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const latest = useRef(wanted);
  const dark = useIsDark();
  const width = useWidth(place);
  const hasWidth = width > 0;
  const { looks, band, height, aligned, fromMs, toMs } = wanted;
  latest.current = wanted;

  // biome-ignore lint/correctness/useExhaustiveDependencies: `dark` changes the colours that are read; the width is fed below
  useEffect(() => {
    const element = place.current;
    if (!element || !hasWidth) return;
    const built = new uPlot(
      chartOptions({
        looks,
        band,
        height,
        colours: readColours(element),
        width: element.clientWidth,
        syncKey: 'time',
        now: () => latest.current,
        onCursor: (index, left) => latest.current.onCursor(index, left),
      }),
      undefined,
      element,
    );
    chart.current = built;
    return () => {
      built.destroy();
      chart.current = undefined;
    };
  }, [looks, band, height, dark, hasWidth]);

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height });
  }, [width, height]);

  // Runs after every rendering: a new reading, a moved window, another theme.
  useEffect(() => {
    const { current } = chart;
    if (!current) return;
    const seconds = aligned.timesMs.map((atMs) => atMs / 1000);
    current.batch(() => {
      current.setData([seconds, ...aligned.columns] as uPlot.AlignedData, false);
      current.setScale('x', { min: fromMs / 1000, max: toMs / 1000 });
    });
  });

  /** Points at one reading, as the pointer would; at none, takes the pointer away. */
  const pointAt = (index: number | undefined) => {
    const { current } = chart;
    if (!current) return;
    const last = aligned.timesMs.length - 1;
    const atMs = index === undefined ? undefined : aligned.timesMs[Math.min(last, Math.max(0, index))];
    const left = atMs === undefined ? -10 : current.valToPos(atMs / 1000, 'x');
    current.setCursor({ left, top: atMs === undefined ? -10 : 10 });
  };

  return { place, pointAt, widthPx: width };
}
