import { createRandom, type Mode, type Scenario } from '@ounce/core';
import { Experiments, worldOf } from '../experiments/index.ts';
import { Governor } from '../governor/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { MetricSource, Platform } from '../ports/index.ts';
import {
  calm,
  SimulatedFaults,
  SimulatedFleet,
  simulatedMetrics,
  simulatedPlatform,
  type VirtualClock,
} from '../simulator/index.ts';
import { minuteMs, type PlannedFault, region } from './plan.ts';
import { faultySignal, specOf, spike } from './simulated-services.ts';

/** Virtual time, the ledger of the year, and how far the scaling control may go by now. */
export interface Stage {
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  scaling: Mode;
}

const everyMs = 20_000;
const longestMs = 4 * 60 * minuteMs;
const fleetFigures = { arrivalRate: 8, perReplicaRate: 10, startupMs: 15_000, replicas: 2 };

/** Lets a fault happen under the real governor, from two minutes before it until all is well. Returns the incidents it opened. */
export async function playFault(
  { clock, ledger, scaling }: Stage,
  fault: PlannedFault,
  onCall: (incidentId: string) => Promise<void>,
): Promise<readonly string[]> {
  const startMs = clock.nowMs();
  const fleet = new SimulatedFleet({ ...fleetFigures, seed: fault.atMs % 2 ** 31, startMs });
  const isQueue = fault.kind === 'queue_backlog';
  if (isQueue) spike(fleet, fault);
  const parts = { clock, fleet, seed: 1, disturbances: calm };
  const source = isQueue ? simulatedMetrics(parts) : faultySignal(clock, fault);
  const governor = govern(
    { clock, ledger, source, platform: simulatedPlatform(parts) },
    specOf(fault.kind, scaling),
    everyMs,
  );
  governor.start();
  const seen = new Set<string>();
  const isOver = () =>
    clock.nowMs() > fault.atMs + fault.durationMs + 3 * minuteMs && ledger.query.openIncidents().length === 0;
  while (!isOver() && clock.nowMs() < startMs + longestMs) {
    await clock.sleep(everyMs);
    for (const { id } of ledger.query.openIncidents()) {
      if (seen.has(id)) continue;
      seen.add(id);
      await onCall(id);
      // A person scales by hand where nothing else does.
      if (isQueue && scaling !== 'enforced') void handScale(clock, fleet, fault);
    }
  }
  await governor.stop();
  return [...seen];
}

/** Once the cause is ended, more consumers drain what has piled up. */
async function handScale(clock: VirtualClock, fleet: SimulatedFleet, fault: PlannedFault): Promise<void> {
  const restMs = fault.atMs + fault.durationMs * 0.8 - clock.nowMs();
  await clock.sleep(Math.max(minuteMs, restMs));
  fleet.advance(clock.nowMs());
  fleet.scale(12);
}

/** The monthly drill of the backlog scenario: a real experiment with a verdict. */
export async function playDrill({ clock, ledger, scaling }: Stage, scenario: Scenario): Promise<void> {
  const startMs = clock.nowMs();
  const fleet = new SimulatedFleet({ ...fleetFigures, startupMs: 2_000, seed: startMs % 2 ** 31, startMs });
  const parts = { clock, fleet, seed: 1, disturbances: calm };
  const agent = new SimulatedFaults(parts);
  const world = { clock, ledger, source: simulatedMetrics(parts), platform: simulatedPlatform(parts) };
  const governor = govern(world, specOf('queue_backlog', scaling), 1_000);
  const experiments = new Experiments({
    ...{ clock, ledger, agent, region, scenarios: [scenario] },
    world: worldOf(governor, ledger),
    chaosAllowed: () => true,
  });
  governor.start();
  await clock.sleep(minuteMs);
  const asked = {
    scenario: scenario.name,
    durationMs: 2 * minuteMs,
    controls: 'on',
    detach: true,
    actor: 'person:demo',
  } as const;
  const run = experiments.start(asked);
  while (run.verdict === undefined && run.phase !== 'finished') await clock.sleep(5_000);
  await governor.stop();
}

interface World {
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly source: MetricSource;
  readonly platform: Platform;
}

function govern(
  { clock, ledger, source, platform }: World,
  spec: ReturnType<typeof specOf>,
  tickMs: number,
): Governor {
  const metrics = spec.metrics.map((metric) => ({ ...metric, intervalMs: tickMs }));
  return new Governor({
    clock,
    ledger,
    platform,
    tickMs,
    sources: { simulator: source },
    services: [{ ...spec, metrics }],
  });
}

/** A delay of a person, in whole seconds: some are quick, some are asleep. */
export function personDelayMs(seed: number, medianMs: number): number {
  const random = createRandom(seed % 2 ** 31);
  return Math.round((medianMs * (0.5 + random() * 1.5)) / 1000) * 1000;
}
