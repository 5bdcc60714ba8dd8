import { readFileSync } from 'node:fs';
import { whenItChanged } from '../../packages/core/src/statistics/effect/when-it-changed.ts';
import { dispersion } from '../../packages/core/src/statistics/rates/dispersion.ts';
import { blocksOf, millisecondsPerDay } from '../../packages/core/src/statistics/rates/observed-window.ts';
import { rateClaim } from '../../packages/core/src/statistics/sequential/rate-claim.ts';
import type { BenchRow } from '../harness.ts';

const BLOCK_DAYS = 28;
const HALF_YEAR_MS = 182 * millisecondsPerDay;

/** How real histories scatter, by component, and how often a half-year before and after any date differ. */
export function realHistoryRows(): BenchRow[] {
  const file = process.env.OUNCE_INCIDENT_HISTORY;
  if (!file) return [];
  return [...byComponent(readFileSync(file, 'utf8'))]
    .filter(([, times]) => times.length >= 20)
    .flatMap(([component, times]) => {
      const window = { startMs: Math.min(...times), endMs: Math.max(...times) };
      const { varianceToMean } = dispersion([blocksOf(window, times, BLOCK_DAYS, 'end')]);
      const name = `real: ${component}, ${times.length} incidents`;
      return [
        {
          case: name,
          metric: 'variance/mean in four weeks',
          unit: '',
          values: { Ounce: varianceToMean ?? Number.NaN },
        },
        {
          case: name,
          metric: 'dates with a claim, ±6 months',
          unit: '%',
          values: { Ounce: shareOfClaims(times, window) },
        },
        ...fallRows(name, times, window),
      ];
    });
}

/** Every fourth week as if something had begun then. Real rates do move, so a claim is not an error here. */
function shareOfClaims(times: readonly number[], window: { startMs: number; endMs: number }): number {
  let dates = 0;
  let claims = 0;
  const stepMs = BLOCK_DAYS * millisecondsPerDay;
  for (let at = window.startMs + HALF_YEAR_MS; at + HALF_YEAR_MS <= window.endMs; at += stepMs) {
    dates += 1;
    const before = { startMs: at - HALF_YEAR_MS, endMs: at };
    if (rateClaim(times, before, { startMs: at, endMs: at + HALF_YEAR_MS }).claim !== 'none') claims += 1;
  }
  return dates === 0 ? Number.NaN : (claims / dates) * 100;
}

/** All the time before against all the time after, at every fourth week: how many claim a fall, and how many of those that it came earlier. */
function fallRows(
  name: string,
  times: readonly number[],
  window: { startMs: number; endMs: number },
): BenchRow[] {
  let [falls, earlier] = [0, 0];
  for (let at = window.startMs + HALF_YEAR_MS; at + HALF_YEAR_MS / 2 <= window.endMs; ) {
    const [before, after] = [
      { startMs: window.startMs, endMs: at },
      { startMs: at, endMs: window.endMs },
    ];
    const { claim, dispersion } = rateClaim(times, before, after);
    if (claim === 'fell') {
      falls += 1;
      const changed = whenItChanged(times, before, after, 'fell', dispersion.factor);
      if (changed && changed.atMs < at) earlier += 1;
    }
    at += BLOCK_DAYS * millisecondsPerDay;
  }
  if (falls === 0) return [];
  const row = (metric: string, value: number) => ({
    case: name,
    metric,
    unit: 'dates',
    values: { Ounce: value },
  });
  return [row('a fall claimed, all time', falls), row('of these, placed before the date', earlier)];
}

/** The columns needed come before any free text, so a split at commas reads them. */
function byComponent(csv: string): Map<string, number[]> {
  const [header, ...lines] = csv.split('\n').map((line) => line.split(','));
  const column = (name: string): number => header?.indexOf(name) ?? -1;
  const found = new Map<string, number[]>();
  for (const line of lines) {
    const startedAtMs = Date.parse(line[column('started_at')] ?? '');
    if (Number.isNaN(startedAtMs) || line[column('impact')] === 'maintenance') continue;
    for (const component of (line[column('components')] ?? '').split(';')) {
      if (component !== '') found.set(component, [...(found.get(component) ?? []), startedAtMs]);
    }
  }
  return found;
}
