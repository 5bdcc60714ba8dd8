import { normalQuantile } from '../distributions/normal.ts';
import type { Interval } from '../rates/interval.ts';
import { exposureDays, isObserved, type ObservedWindow } from '../rates/observed-window.ts';
import { invertSymmetric } from './linear-system.ts';
import { type PoissonFit, type PoissonObservation, poissonRegression } from './poisson-regression.ts';

export interface ServiceHistory {
  readonly service: string;
  readonly window: ObservedWindow;
  readonly incidentTimesMs: readonly number[];
}

export interface Rollout {
  readonly prevention: string;
  readonly service: string;
  readonly atMs: number;
}

export interface RolloutEffect {
  readonly prevention: string;
  /** `not-separable`: rolled out everywhere at once, or always together with another one. */
  readonly answer: 'estimated' | 'not-separable' | 'no-incidents-since' | 'no-estimate';
  /** Rate with ÷ rate without, services and times compared like with like; null unless estimated. */
  readonly ratio: number | null;
  /** For one look, approximately normal on the log scale, widened for overdispersion. */
  readonly interval: Interval | null;
}

interface Cell extends PoissonObservation {
  readonly treatedBy: readonly string[];
}

/**
 * Difference-in-differences per service: each service keeps its own level, each stretch of time its own factor common to
 * all services, and what is left over where a prevention was already rolled out is its effect. Preventions rolled out to
 * different services at different times get separate effects from one fit. It assumes that services would have moved
 * alike without them and that an effect is the same everywhere (Wooldridge, Econometrics Journal 26 (2023) C31–C66).
 */
export function rolloutEffects(
  services: readonly ServiceHistory[],
  rollouts: readonly Rollout[],
  level = 0.95,
): RolloutEffect[] {
  const preventions = [...new Set(rollouts.map(({ prevention }) => prevention))];
  const all = withColumns(cellsOf(services, rollouts), preventions);
  const silent = preventions.filter((id) => incidentsUnder(all, id) === 0);
  const heard = all.filter(({ treatedBy }) => !treatedBy.some((id) => silent.includes(id)));
  const kept = preventions.filter((id) => !silent.includes(id));
  const cells = withColumns(withIncidents(heard), kept);
  const separable = kept.filter((id) => canBeTold(cells, kept, id));
  const fit = cells.length > 0 ? poissonRegression(cells) : null;
  return preventions.map((prevention) => {
    if (silent.includes(prevention)) return noRatio(prevention, 'no-incidents-since');
    if (!separable.includes(prevention)) return noRatio(prevention, 'not-separable');
    return fit ? effect(prevention, fit, kept, level) : noRatio(prevention, 'no-estimate');
  });
}

function noRatio(prevention: string, answer: RolloutEffect['answer']): RolloutEffect {
  return { prevention, answer, ratio: null, interval: null };
}

function effect(prevention: string, fit: PoissonFit, kept: readonly string[], level: number): RolloutEffect {
  const column = fit.coefficients.length - kept.length + kept.indexOf(prevention);
  const log = fit.coefficients[column]!;
  const spread = normalQuantile(1 - (1 - level) / 2) * Math.sqrt(fit.covariance[column]![column]!);
  const interval = { low: Math.exp(log - spread), high: Math.exp(log + spread), level };
  return { prevention, answer: 'estimated', ratio: Math.exp(log), interval };
}

interface RawCell extends Cell {
  readonly service: string;
  readonly period: number;
}

/** One cell for each service and each stretch between two roll-outs of anything anywhere. */
function cellsOf(services: readonly ServiceHistory[], rollouts: readonly Rollout[]): RawCell[] {
  const cuts = [...new Set(rollouts.map(({ atMs }) => atMs))].sort((a, b) => a - b);
  const edges = [Number.NEGATIVE_INFINITY, ...cuts, Number.POSITIVE_INFINITY];
  return services.flatMap(({ service, window, incidentTimesMs }) =>
    edges.slice(1).flatMap((edge, period) => {
      const startMs = Math.max(window.startMs, edges[period]!);
      const endMs = Math.min(window.endMs, edge);
      if (startMs >= endMs) return [];
      const stretch: ObservedWindow = { ...window, startMs, endMs };
      const days = exposureDays(stretch);
      if (days === 0) return [];
      const count = incidentTimesMs.filter((atMs) => isObserved(stretch, atMs)).length;
      const treatedBy = rollouts
        .filter((rollout) => rollout.service === service && rollout.atMs <= startMs)
        .map(({ prevention }) => prevention);
      return [{ service, period, count, exposureDays: days, treatedBy, columns: [] }];
    }),
  );
}

/** A service or a stretch without any incident says nothing about ratios, and its own factor would run to zero. */
function withIncidents(cells: readonly RawCell[]): RawCell[] {
  const alive = cells.filter(
    (cell) =>
      cells.some(({ service, count }) => service === cell.service && count > 0) &&
      cells.some(({ period, count }) => period === cell.period && count > 0),
  );
  return alive.length === cells.length ? alive : withIncidents(alive);
}

function withColumns(cells: readonly RawCell[], preventions: readonly string[]): RawCell[] {
  const services = [...new Set(cells.map(({ service }) => service))];
  const periods = [...new Set(cells.map(({ period }) => period))].slice(1);
  return cells.map((cell) => ({
    ...cell,
    columns: [
      ...services.map((service) => Number(service === cell.service)),
      ...periods.map((period) => Number(period === cell.period)),
      ...preventions.map((id) => Number(cell.treatedBy.includes(id))),
    ],
  }));
}

function incidentsUnder(cells: readonly Cell[], prevention: string): number {
  return cells.reduce((sum, { count, treatedBy }) => sum + (treatedBy.includes(prevention) ? count : 0), 0);
}

/** A prevention can be told from everything else when its column, put last, is no combination of the others. */
function canBeTold(cells: readonly Cell[], kept: readonly string[], prevention: string): boolean {
  const width = cells[0]?.columns.length ?? 0;
  if (width === 0) return false;
  const own = width - kept.length + kept.indexOf(prevention);
  const order = [...Array.from({ length: width }, (_, i) => i).filter((i) => i !== own), own];
  const products = order.map((i) =>
    order.map((j) => cells.reduce((sum, { columns }) => sum + columns[i]! * columns[j]!, 0)),
  );
  return !invertSymmetric(products).collinear.includes(width - 1);
}
