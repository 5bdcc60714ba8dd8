import { decompositionModel } from '../models/decomposition.ts';
import { exponentialSmoothing } from '../models/exponential-smoothing.ts';
import { fourierRidge } from '../models/fourier-ridge.ts';
import { intermittentDemand } from '../models/intermittent-demand.ts';
import { lagRidge } from '../models/lag-ridge.ts';
import type { Model, Seasons } from '../models/model.ts';
import { onLogScale } from '../models/on-log-scale.ts';
import { profile } from '../models/profile.ts';
import { seasonalNaive } from '../models/seasonal-naive.ts';

/** `light` is for ten thousand services an hour, `full` for the ones that a person looks at. */
export type Effort = 'light' | 'full';

/** One day of lags, and the two hours by which days differ. */
const dayAndABit = (shortest: number) => Math.min(shortest + 2, 50);

/** The models that take part for a series with these seasons (may be none). Those too short of data leave by themselves. */
export function modelBank(seasons: Seasons, effort: Effort, intermittent: boolean): Model[] {
  const models: Model[] = [];
  if (intermittent) models.push(intermittentDemand(0.1), intermittentDemand(0.3));
  const shortest = seasons[0];
  const longest = seasons.at(-1);
  if (shortest === undefined || longest === undefined) {
    return [...models, seasonalNaive(1), exponentialSmoothing([]), ...both(lagRidge(plainLags))];
  }
  for (const season of new Set(seasons)) models.push(seasonalNaive(season));
  const order = dayAndABit(shortest);
  for (const forgetting of [0.1, 0.3]) {
    models.push(...both(profile({ season: longest, forgetting, order, penalty: 0.01 })));
  }
  const lags = Math.min(2 * shortest, 50);
  models.push(...both(lagRidge({ order: lags, penalty: 0.1, difference: longest })));
  if (longest !== shortest) {
    models.push(...both(profile({ season: shortest, forgetting: 0.2, order: lags, penalty: 0.01 })));
  }
  if (effort === 'full') models.push(...slower(seasons, shortest, longest));
  return models;
}

const plainLags = { order: 24, penalty: 0.1, difference: 1 };

function slower(seasons: Seasons, shortest: number, longest: number): Model[] {
  const order = dayAndABit(shortest);
  const near = Array.from({ length: order }, (_, k) => k + 1);
  const week = [-2, -1, 0, 1].map((offset) => longest + offset);
  const lags = [...new Set([...near, 2 * shortest, ...week])].filter((lag) => lag > 0);
  const learned = fourierRidge({ seasons, harmonics: [8, 4], lags, penalty: 0.01 });
  return [
    ...both(lagRidge({ order: Math.min(longest, 5 * shortest, 168), penalty: 0.1, difference: shortest })),
    exponentialSmoothing(seasons),
    ...(seasons.length > 1 ? [exponentialSmoothing([shortest])] : []),
    onLogScale(decompositionModel(seasons, order)),
    onLogScale(learned),
  ];
}

function both(model: Model): Model[] {
  return [model, onLogScale(model)];
}
