import { controlById, type GuardRails, guardRailSpecs, settingsOf } from '@ounce/core';
import { expect, test } from 'vitest';
import { openHistory } from '../history/index.ts';
import { scalingStory, thin } from './index.ts';

const of = { service: 'consumer', region: 'local' };
const stepMs = 10_000;
const untilMs = 3_600_000;
const control = controlById('predictive-scaling')!;
const rails = {
  ...Object.fromEntries(Object.entries(guardRailSpecs).map(([name, spec]) => [name, spec.default])),
  floor: 2,
} as unknown as GuardRails;
const known = { control, settings: settingsOf(control), rails, perReplica: 10 };

/** Two replicas that carry so many a second each, and a step to 60 a second for ten minutes that nobody answers. */
function anHour(perReplica = 10) {
  const history = openHistory(':memory:');
  let depth = 0;
  for (let atMs = stepMs; atMs <= untilMs; atMs += stepMs) {
    const arrivals = atMs > 1_200_000 && atMs <= 1_800_000 ? 60 : 8;
    const served = Math.min(2 * perReplica, arrivals + (depth * 1000) / stepMs);
    depth = Math.max(0, depth + ((arrivals - served) * stepMs) / 1000);
    const readings = { arrivalRate: arrivals, serviceRate: served, queueDepth: depth, readyReplicas: 2 };
    for (const [series, value] of Object.entries(readings)) history.record({ ...of, series }, atMs, value);
  }
  return history;
}

test('tells what happened, what was foreseen, and what two ways of scaling would have made of it', async () => {
  const story = await scalingStory(anHour(), of, { sinceMs: 0, untilMs: untilMs + 1 }, known);
  if (story.kind === 'unknown') throw new Error(story.why);
  const { happened, reactive, controlled, forecast, model } = story;
  expect(happened.outcome.minutesOver).toBeGreaterThan(30);
  expect(happened.outcome.replicaHours).toBeCloseTo(2, 1);
  expect(happened.provisioning.under).toBeGreaterThan(0.5);
  expect(reactive.outcome.minutesOver).toBeLessThan(happened.outcome.minutesOver);
  expect(controlled.outcome.minutesOver).toBeLessThan(reactive.outcome.minutesOver);
  // The reckoned queue with the real replicas is the queue that was made.
  expect(model.peak / model.recordedPeak).toBeCloseTo(1, 1);
  expect(forecast.length).toBeGreaterThan(200);
  for (const { atMs, lower, value, upper } of forecast) {
    expect(atMs).toBeLessThanOrEqual(untilMs + 1);
    expect(lower).toBeLessThanOrEqual(value);
    expect(value).toBeLessThanOrEqual(upper);
  }
});

test('reckons with what the readings say of a replica, where nobody has learnt it', async () => {
  const { perReplica: _, ...unknown } = known;
  const story = await scalingStory(anHour(7), of, { sinceMs: 0, untilMs: untilMs + 1 }, unknown);
  if (story.kind === 'unknown') throw new Error(story.why);
  expect(story.perReplica).toBeCloseTo(7, 0);
  expect(story.model.peak / story.model.recordedPeak).toBeCloseTo(1, 1);
});

test('begins when a replica was ready: what came before that, nobody could have carried', async () => {
  const history = anHour();
  for (const atMs of [1, 2, 3]) history.record({ ...of, series: 'readyReplicas' }, atMs * 1_000, 0);
  const story = await scalingStory(history, of, { sinceMs: 0, untilMs: untilMs + 1 }, known);
  if (story.kind === 'unknown') throw new Error(story.why);
  expect(story.sinceMs).toBe(stepMs);
  expect(story.controlled.moments[0]).toMatchObject({ ready: 2, depth: 0 });
});

test('does not count the time between two governors, in which nobody knows what ran', async () => {
  const history = anHour();
  const laterMs = untilMs + 5 * 3_600_000;
  for (const atMs of [laterMs, laterMs + stepMs])
    for (const [series, value] of Object.entries({ arrivalRate: 8, queueDepth: 0, readyReplicas: 2 }))
      history.record({ ...of, series }, atMs, value);
  const story = await scalingStory(history, of, { sinceMs: 0, untilMs: laterMs + stepMs + 1 }, known);
  if (story.kind === 'unknown') throw new Error(story.why);
  expect(story.happened.outcome.replicaHours).toBeCloseTo(2.2, 1);
  expect(story.controlled.outcome.replicaHours).toBeLessThan(6);
});

test('says which readings are missing', async () => {
  const story = await scalingStory(openHistory(':memory:'), of, { sinceMs: 0, untilMs }, known);
  expect(story).toEqual({
    ...{
      kind: 'unknown',
      why: 'There are no readings of arrivals, queue depth, ready replicas in this time.',
    },
  });
});

test('thinning out keeps the peak', () => {
  const items = Array.from({ length: 1000 }, (_, i) => (i === 517 ? 99 : i % 7));
  const kept = thin(items, 100, (item) => item);
  expect(kept).toHaveLength(100);
  expect(Math.max(...kept)).toBe(99);
});
