import type { Backtest } from './backtest.ts';

/**
 * The weight of each model, none negative and one in sum: one over the fourth power of its mean error in the backtest.
 * An error counts half by its size and half relative to what came, so that quiet hours matter too. Every
 * weight pays one in a hundred, so that hopeless models are left out (which also saves their last fit) and yet no weight
 * ever jumps.
 *
 * A least-error combination on the simplex was tried beside this and was no better: a week or two cannot tell how the
 * mistakes of fifteen models hang together, but it can tell which of them err least.
 */
export function learnWeights(backtest: Backtest): number[] {
  const { forecasts, actual } = backtest;
  const scale = meanAbsolute(actual);
  const losses = forecasts.map((forecast) => meanLoss(forecast, actual, scale));
  const known = losses.filter(Number.isFinite);
  // Nothing to tell them apart by: all alike.
  if (known.length === 0) return forecasts.map(() => 1 / forecasts.length);
  const floor = 1e-9 + 0.05 * Math.min(...known);
  const raw = losses.map((loss) =>
    Number.isFinite(loss) ? (Math.min(...known) + floor) / (loss + floor) : 0,
  );
  return normalise(normalise(raw.map((merit) => merit ** 4)).map((weight) => Math.max(weight - 0.01, 0)));
}

function meanLoss(forecast: Float64Array, actual: Float64Array, scale: number): number {
  let loss = 0;
  let count = 0;
  for (let i = 0; i < actual.length; i++) {
    const error = Math.abs(forecast[i]! - actual[i]!);
    if (Number.isNaN(error)) continue;
    const size = Math.abs(forecast[i]!) + Math.abs(actual[i]!);
    loss += (scale > 0 ? error / scale : error) + (size > 0 ? (2 * error) / size : 0);
    count++;
  }
  return count > 0 ? loss / count : Number.NaN;
}

function meanAbsolute(values: Float64Array): number {
  let sum = 0;
  let count = 0;
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    sum += Math.abs(value);
    count++;
  }
  return count > 0 ? sum / count : Number.NaN;
}

function normalise(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}
