import uPlot from 'uplot';
import { type ColourName, type Colours, fade } from './colours.ts';
import { drawOver, drawUnder } from './draw.ts';
import type { Overlays } from './overlays.ts';

/** How one line looks. Its data come apart from it, so that a new reading does not build a new chart. */
export interface LineLook {
  readonly label: string;
  readonly colour: ColourName;
  readonly style: 'area' | 'line' | 'dashed' | 'steps' | 'dashed-steps' | 'edge';
}

/** The fill between two lines, named by their places in the list of looks. */
export interface BandLook {
  readonly upper: number;
  readonly lower: number;
  readonly colour: ColourName;
}

interface ChartParts {
  readonly looks: readonly LineLook[];
  readonly band: BandLook | undefined;
  readonly colours: Colours;
  readonly width: number;
  readonly height: number;
  readonly syncKey: string;
  /** Asked at each drawing: overlays and the top of the scale change with every reading. */
  readonly now: () => { overlays: Overlays; yMax: number };
  readonly onCursor: (index: number | undefined, left: number) => void;
}

function lineOptions({ label, colour, style }: LineLook, colours: Colours): uPlot.Series {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  return {
    label,
    points: { show: false },
    width: style === 'edge' ? 0 : style === 'area' ? 2 : 1.75,
    stroke: style === 'edge' ? 'transparent' : colours[colour],
    ...(style === 'area' ? { fill: fade(colours[colour], 0.1) } : {}),
    ...(style.startsWith('dashed') ? { dash: [5, 4] } : {}),
    ...(style.endsWith('steps') && stepped ? { paths: stepped } : {}),
  };
}

function axes(colours: Colours, family: string): uPlot.Axis[] {
  const shared = { stroke: colours.faint, font: `11px ${family}`, ticks: { show: false } };
  return [
    {
      ...shared,
      grid: { show: false },
      space: 72,
      // Over midnight the day stands below the time: a second line needs room.
      size: (_, labels) => (labels?.some((label) => label?.includes('\n')) ? 42 : 26),
      values: [
        [86_400, '{DD} {MMM}', null, null, null, null, null, null, 1],
        [3_600, '{HH}:{mm}', '\n{DD} {MMM}', null, '\n{DD} {MMM}', null, null, null, 1],
        [60, '{HH}:{mm}', null, null, null, null, null, null, 1],
        [1, '{HH}:{mm}:{ss}', null, null, null, null, null, null, 1],
      ],
    },
    {
      ...shared,
      grid: { stroke: colours.grid, width: 1 },
      size: 46,
      gap: 6,
      space: 28,
      // Depths and replicas are whole: a scale from 0 to 3 needs no 0.5.
      incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6, 1e7, 1e8],
      values: (_, ticks) =>
        ticks.map((tick) => (tick >= 10_000 ? `${tick / 1000}k` : tick.toLocaleString('en'))),
    },
  ];
}

/** Everything the chart library wants to know, from the few things that differ between our charts. */
export function chartOptions(parts: ChartParts): uPlot.Options {
  const { looks, band, colours, width, height, syncKey, now, onCursor } = parts;
  const family = getComputedStyle(document.body).fontFamily;
  return {
    width,
    height,
    padding: [18, 18, 0, 0],
    legend: { show: false },
    scales: { x: { time: true }, y: { range: () => [0, now().yMax] } },
    cursor: {
      y: false,
      points: { size: 6, width: 2, fill: colours.surface },
      drag: { x: false, y: false, setScale: false },
      sync: { key: syncKey, setSeries: false },
    },
    series: [{}, ...looks.map((look) => lineOptions(look, colours))],
    ...(band
      ? { bands: [{ series: [band.upper + 1, band.lower + 1], fill: fade(colours[band.colour], 0.16) }] }
      : {}),
    axes: axes(colours, family),
    hooks: {
      drawClear: [(chart) => drawUnder(chart, colours, now().overlays)],
      draw: [(chart) => drawOver(chart, colours, now().overlays)],
      setCursor: [({ cursor }) => onCursor(cursor.idx ?? undefined, cursor.left ?? -1)],
    },
  };
}
