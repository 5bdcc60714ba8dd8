import { controlById, defaultGuardRails, type Mode, type ServicePlan, settingsOf } from '@ounce/core';
import { expect, test } from 'vitest';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { Governor } from '../governor/index.ts';
import { openLedger } from '../ledger/index.ts';
import { calm } from './disturbances.ts';
import { SimulatedFleet } from './fleet.ts';
import { simulatedMetrics, simulatedPlatform } from './simulated-ports.ts';
import { VirtualClock } from './virtual-clock.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const nine = Date.UTC(2026, 0, 5, 9);

/** Quiet until ten, busy for an hour, quiet again: what the week has taught. */
function planOf(nowMs: number): ServicePlan {
  const hour = (startMs: number, expected: number, replicas: number) => ({
    ...{ startMs, expected, upper: expected * 1.3, replicas },
  });
  const hours = [hour(nine, 8, 2), hour(nine + hourMs, 45, 8), hour(nine + 2 * hourMs, 8, 2)];
  return { madeAtMs: nowMs, perReplica: 10, hours, seen: [] };
}

/** The real governor with two controls over a fleet in virtual time, from half past nine to half past eleven. */
async function morning(planning: Mode) {
  const startMs = nine + 30 * minuteMs;
  const clock = new VirtualClock(startMs);
  const options = { seed: 7, startMs, arrivalRate: 8, perReplicaRate: 10, startupMs: 45_000, replicas: 2 };
  const fleet = new SimulatedFleet(options);
  fleet.arrivalFactorAt = (atMs) => (atMs >= nine + hourMs && atMs < nine + 2 * hourMs ? 5.5 : 1);
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  const parts = { clock, fleet, seed: 7, disturbances: calm };
  const controlled = (id: string, mode: Mode) => {
    const control = controlById(id)!;
    const rails = { ...defaultGuardRails, floor: 2, ceiling: 14 };
    return { control, mode, gradualShare: 1, settings: settingsOf(control), rails };
  };
  const metric = (signal: 'queueDepth' | 'arrivalRate' | 'serviceRate') => ({
    ...{ signal, source: 'simulator', intervalMs: 10_000 },
    query: signal === 'queueDepth' ? signal : `${signal} 10000`,
  });
  const governor = new Governor({
    ...{ clock, ledger, platform: simulatedPlatform(parts), sources: { simulator: simulatedMetrics(parts) } },
    planOf: () => planOf(clock.nowMs()),
    services: [
      {
        ...{ service: 'consumer', region: 'local', onPlatform: true, detections: [] },
        metrics: [metric('queueDepth'), metric('arrivalRate'), metric('serviceRate')],
        controls: [controlled('predictive-scaling', 'enforced'), controlled('capacity-planning', planning)],
      },
    ],
  });
  const seen: { atMs: number; desired: number; depth: number }[] = [];
  const watch = async () => {
    for (let i = 0; i < 120 * 6; i++) {
      await clock.sleep(10_000);
      fleet.advance(clock.nowMs());
      seen.push({ atMs: clock.nowMs(), desired: fleet.desired, depth: fleet.depth });
    }
    await governor.stop();
  };
  governor.start();
  await clock.runUntil(watch());
  await ledger.close();
  const between = (fromMs: number, untilMs: number) =>
    seen.filter(({ atMs }) => atMs >= fromMs && atMs < untilMs);
  return { seen, between };
}

test('the plan’s replicas are there before their hour, stay through it, and go after it; predictive scaling goes on above', async () => {
  const { between, seen } = await morning('enforced');
  const least = (some: typeof seen) => Math.min(...some.map(({ desired }) => desired));
  expect(least(between(nine + 55 * minuteMs, nine + 2 * hourMs))).toBeGreaterThanOrEqual(8);
  expect(between(nine + 31 * minuteMs, nine + 48 * minuteMs).every(({ desired }) => desired <= 3)).toBe(true);
  expect(Math.max(...seen.map(({ depth }) => depth))).toBeLessThan(200);
  expect(seen.at(-1)!.desired).toBeLessThan(8);
}, 60_000);

test('in a dry run it touches nothing, and the step of ten o’clock is met as it comes', async () => {
  const { between, seen } = await morning('dry-run');
  expect(between(nine + 31 * minuteMs, nine + hourMs).every(({ desired }) => desired <= 3)).toBe(true);
  expect(Math.max(...seen.map(({ depth }) => depth))).toBeGreaterThan(200);
}, 60_000);
