import { createRandom } from '@ounce/core';
import type { MetricReading } from '../ports/index.ts';

/** How the world misbehaves: shares of readings and calls, from 0 (never) to 1 (always). */
export interface Disturbances {
  readonly lost: number;
  readonly notANumber: number;
  readonly delayed: number;
  readonly skewed: number;
  readonly platformDown: number;
}

export const calm: Disturbances = { lost: 0, notANumber: 0, delayed: 0, skewed: 0, platformDown: 0 };

/** A world that misbehaves in its own way for each seed: up to a third of the readings. */
export function disturbancesOf(seed: number): Disturbances {
  const random = createRandom(seed ^ 0x5eed);
  const share = (most: number) => (random() < 0.5 ? 0 : random() * most);
  return {
    lost: share(0.3),
    notANumber: share(0.1),
    delayed: share(0.2),
    skewed: share(0.05),
    platformDown: share(0.2),
  };
}

/** One reading as it arrives after a troubled way. */
export function disturb(reading: MetricReading, random: () => number, by: Disturbances): MetricReading {
  if (reading.kind === 'missing') return reading;
  const draw = random();
  let upTo = by.lost;
  if (draw < upTo) return { id: reading.id, kind: 'missing', why: 'the reading was lost on its way' };
  upTo += by.notANumber;
  if (draw < upTo) return { ...reading, value: Number.NaN };
  upTo += by.delayed;
  if (draw < upTo) return { ...reading, atMs: reading.atMs - 40_000 };
  upTo += by.skewed;
  if (draw < upTo) return { ...reading, atMs: reading.atMs + 120_000 };
  return reading;
}
