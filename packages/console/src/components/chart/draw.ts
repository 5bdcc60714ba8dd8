import uPlot from 'uplot';
import { type Colours, fade } from './colours.ts';
import type { Marker, Overlays } from './overlays.ts';

const labelFont = () => `${11 * uPlot.pxRatio}px ${getComputedStyle(document.body).fontFamily}`;

/** Where a moment lies in the plot, in canvas pixels, kept within it. */
function toX(chart: uPlot, atMs: number): number {
  const { left, width } = chart.bbox;
  return Math.min(left + width, Math.max(left, chart.valToPos(atMs / 1000, 'x', true)));
}

function isInView(chart: uPlot, fromMs: number, toMs: number): boolean {
  const { min = 0, max = 0 } = chart.scales.x ?? {};
  return toMs / 1000 >= min && fromMs / 1000 <= max;
}

/** The time in which a fault was injected: shaded, hatched and named. */
function drawWindow(chart: uPlot, colours: Colours, { fromMs, toMs, label }: Overlays['windows'][number]) {
  if (!isInView(chart, fromMs, toMs)) return;
  const { ctx } = chart;
  const { top, height } = chart.bbox;
  const from = toX(chart, fromMs);
  const to = Math.max(from + uPlot.pxRatio, toX(chart, toMs));
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, top, to - from, height);
  ctx.clip();
  ctx.fillStyle = fade(colours.fault, 0.09);
  ctx.fillRect(from, top, to - from, height);
  ctx.strokeStyle = fade(colours.fault, 0.16);
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  for (let x = from - height; x < to; x += 9 * uPlot.pxRatio) {
    ctx.moveTo(x, top + height);
    ctx.lineTo(x + height, top);
  }
  ctx.stroke();
  ctx.fillStyle = colours.fault;
  ctx.font = labelFont();
  // Limits have their names on the left.
  ctx.textAlign = 'right';
  ctx.textBaseline = 'top';
  if (ctx.measureText(label).width < to - from - 10 * uPlot.pxRatio) {
    ctx.fillText(label, to - 6 * uPlot.pxRatio, top + 6 * uPlot.pxRatio);
  }
  ctx.restore();
}

/** Where a limit's name was written, so that the next one does not fall upon it. */
interface Written {
  readonly y: number;
  readonly endX: number;
}

/** A threshold or bound: a dashed line with its name, above the line where there is room. */
function drawLimit(
  chart: uPlot,
  colours: Colours,
  { value, label, colour }: Overlays['limits'][number],
  written: readonly Written[],
): Written | undefined {
  const { ctx } = chart;
  const { left, width, top } = chart.bbox;
  const px = uPlot.pxRatio;
  const y = chart.valToPos(value, 'y', true);
  if (!Number.isFinite(y) || y < top) return undefined;
  const inTheWay = written.filter((other) => Math.abs(other.y - y) < 15 * px).map(({ endX }) => endX);
  const x = Math.max(left, ...inTheWay) + 6 * px;
  ctx.save();
  ctx.strokeStyle = fade(colours[colour], 0.75);
  ctx.lineWidth = px;
  ctx.setLineDash([5 * px, 4 * px]);
  ctx.beginPath();
  ctx.moveTo(left, y);
  ctx.lineTo(left + width, y);
  ctx.stroke();
  ctx.fillStyle = colours[colour];
  ctx.font = labelFont();
  ctx.textAlign = 'left';
  ctx.textBaseline = y - top < 16 * px ? 'top' : 'bottom';
  const textY = y + (ctx.textBaseline === 'top' ? 3 : -2) * px;
  ctx.setLineDash([]);
  ctx.lineJoin = 'round';
  ctx.lineWidth = 3 * px;
  ctx.strokeStyle = fade(colours.surface, 0.85);
  ctx.strokeText(label, x, textY);
  ctx.fillText(label, x, textY);
  const endX = x + ctx.measureText(label).width + 6 * px;
  ctx.restore();
  return { y, endX };
}

function drawLimits(chart: uPlot, colours: Colours, limits: Overlays['limits']) {
  const written: Written[] = [];
  for (const limit of limits) {
    const name = drawLimit(chart, colours, limit, written);
    if (name) written.push(name);
  }
}

function drawNow(chart: uPlot, colours: Colours, nowMs: number) {
  if (!isInView(chart, nowMs, nowMs)) return;
  const { ctx } = chart;
  const { top, height } = chart.bbox;
  const x = toX(chart, nowMs);
  ctx.save();
  ctx.strokeStyle = fade(colours.text, 0.4);
  ctx.setLineDash([]);
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.restore();
}

/** The outlines differ by shape: up, down, two bars, a cross. */
function traceMarker(ctx: CanvasRenderingContext2D, shape: Marker['shape'], x: number, y: number, r: number) {
  ctx.beginPath();
  if (shape === 'out' || shape === 'in') {
    const tip = shape === 'out' ? -r : r;
    ctx.moveTo(x, y + tip);
    ctx.lineTo(x + r, y - tip * 0.8);
    ctx.lineTo(x - r, y - tip * 0.8);
    ctx.closePath();
    ctx.fill();
    return;
  }
  if (shape === 'held') {
    ctx.rect(x - r * 0.8, y - r, r * 0.55, r * 2);
    ctx.rect(x + r * 0.25, y - r, r * 0.55, r * 2);
    ctx.fill();
    return;
  }
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
  ctx.stroke();
}

const markerColours = { out: 'accent', in: 'replicas', held: 'warn', failed: 'bad' } as const;

/** An action: its shape in the lane above the plot, and a thin line down to the readings it was taken on. */
function drawMarker(chart: uPlot, colours: Colours, { atMs, shape }: Marker) {
  if (!isInView(chart, atMs, atMs)) return;
  const { ctx } = chart;
  const { top, height } = chart.bbox;
  const x = toX(chart, atMs);
  const colour = colours[markerColours[shape]];
  ctx.save();
  ctx.strokeStyle = fade(colour, shape === 'held' ? 0.12 : 0.3);
  ctx.setLineDash([]);
  ctx.lineWidth = uPlot.pxRatio;
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.fillStyle = colour;
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.6 * uPlot.pxRatio;
  traceMarker(ctx, shape, x, top - 9 * uPlot.pxRatio, 4 * uPlot.pxRatio);
  ctx.restore();
}

/** Drawn before the lines. */
export function drawUnder(chart: uPlot, colours: Colours, { windows }: Overlays): void {
  for (const window of windows) drawWindow(chart, colours, window);
}

/** Drawn after the lines. */
export function drawOver(chart: uPlot, colours: Colours, { limits, nowMs, markers }: Overlays): void {
  drawLimits(chart, colours, limits);
  drawNow(chart, colours, nowMs);
  for (const marker of markers) drawMarker(chart, colours, marker);
}
