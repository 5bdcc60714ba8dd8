import { expect, it } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { builtInScenarios } from '../experiments/index.ts';
import { disturbancesOf } from './disturbances.ts';
import { simulate } from './simulate.ts';
import { stormPlan } from './storm-plan.ts';

const { target } = stormPlan(1);
const run = (seed: number, controls: 'on' | 'off' = 'on', disturbances = disturbancesOf(seed)) =>
  simulate({
    seed,
    scenario: builtInScenarios[0]!,
    durationMs: 60_000,
    controls,
    target: { ...target, metrics: target.metrics.map((metric) => ({ ...metric, intervalMs: 10_000 })) },
    journal: createMemoryJournal(),
    disturbances,
  });

it('gives the same bytes for the same seed: events, trace and verdict', async () => {
  expect(JSON.stringify(await run(3))).toBe(JSON.stringify(await run(3)));
});

it('gives another outcome for another seed', async () => {
  expect((await run(4)).trace).not.toEqual((await run(3)).trace);
});

it('lets nothing act with controls off, and leaves no fault behind either way', async () => {
  const off = await run(5, 'off');
  expect(off.events.filter(({ kind }) => kind === 'action.taken')).toEqual([]);
  expect(off.faultsLeft).toEqual([]);
  const on = await run(5, 'on');
  expect(on.events.filter(({ kind }) => kind === 'action.taken')).not.toEqual([]);
  expect(on.faultsLeft).toEqual([]);
});
