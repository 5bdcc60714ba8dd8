import { controlById, defaultGuardRails, type Mode, settingsOf } from '@ounce/core';
import { expect, it } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { builtInScenarios, findScenario } from '../experiments/index.ts';
import { simulate } from './simulate.ts';

const at = (id: string, mode: Mode, set: Readonly<Record<string, number>> = {}) => {
  const control = controlById(id)!;
  const rails = { ...defaultGuardRails, floor: 2, ceiling: 14 };
  return { control, mode, gradualShare: 1, settings: settingsOf(control, set), rails };
};
const metric = (signal: 'queueDepth' | 'arrivalRate' | 'serviceRate') =>
  ({ signal, query: signal, source: 'simulator', intervalMs: 10_000 }) as const;

/** Seconds from the beginning of arrivals × 10 to the first order for more. */
async function answered(seed: number, gate: Mode) {
  const { events } = await simulate({
    ...{
      seed,
      controls: 'on',
      durationMs: 60_000,
      warmUpMs: 60_000 + 1_100 * seed,
      journal: createMemoryJournal(),
    },
    scenario: findScenario(builtInScenarios, { scenario: 'queue_backlog', variant: 'spike' }),
    target: {
      ...{ service: 'pubsub-consumer', region: 'local', onPlatform: true, detections: [] },
      metrics: [metric('queueDepth'), metric('arrivalRate'), metric('serviceRate')],
      admission: { service: 'gateway', gate: 'messages' },
      controls: [at('predictive-scaling', 'enforced'), at('admission-control', gate, { excess: 40 })],
    },
  });
  const beganMs = events.find(({ kind }) => kind === 'experiment.fault_injected')!.atMs;
  const order = events.find(
    (event) => event.kind === 'action.taken' && event.data.action.kind === 'scale' && event.atMs > beganMs,
  );
  return (order!.atMs - beganMs) / 1000;
}

it.each([1, 2, 3])(
  'a gate before the queue does not keep a surge from being answered at its first reading, seed %i',
  async (seed) => {
    const [without, behind] = [await answered(seed, 'off'), await answered(seed, 'enforced')];
    expect(without).toBeLessThanOrEqual(10);
    expect(behind).toBe(without);
  },
);
