import { type JournalEvent, type Scenario, serviceKey, type Verdict } from '@ounce/core';
import type { ExperimentRun, Experiments } from '../experiments/index.ts';
import type { Governor, ServiceSpec } from '../governor/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock, Journal } from '../ports/index.ts';
import { calm, type Disturbances } from './disturbances.ts';
import { type PerReplicaRate, SimulatedFleet } from './fleet.ts';
import { govern } from './governed.ts';
import { refuseWhatIsNotSimulated } from './refuse.ts';
import { SimulatedFaults, simulatedMetrics, simulatedPlatform } from './simulated-ports.ts';
import { VirtualClock } from './virtual-clock.ts';

/** The same moment for every run, so that the same seed gives the same bytes. */
const startMs = Date.UTC(2026, 0, 5, 9);

export interface SimulationOptions {
  readonly seed: number;
  readonly scenario: Scenario;
  readonly durationMs: number;
  readonly controls: 'on' | 'off';
  /** The target as the config has it; its queries are replaced by the simulator's own. */
  readonly target: ServiceSpec;
  readonly journal: Journal;
  readonly disturbances?: Disturbances;
  readonly arrivalRate?: number;
  readonly perReplicaRate?: PerReplicaRate;
  readonly startupMs?: number;
  readonly recordedArrivals?: (atMs: number) => number;
  /** How long after each reading's due time the governor's tick comes, below its step of 1 s. Default 0. */
  readonly tickOffsetMs?: number;
  /** From the start until the experiment is begun. Default 60,000. */
  readonly warmUpMs?: number;
  readonly traceEveryMs?: number;
  /** Called with everything that can be looked at, as the run begins; it may act on it in virtual time. */
  readonly during?: (running: SimulationInside) => void;
}

interface SimulationInside {
  readonly clock: Clock;
  readonly fleet: SimulatedFleet;
  readonly governor: Governor;
  readonly ledger: Ledger;
  readonly faults: SimulatedFaults;
  readonly run: ExperimentRun;
}

export interface Simulation {
  readonly verdict: Verdict;
  readonly events: readonly JournalEvent[];
  /** Queue depth and ready replicas, every `traceEveryMs` of virtual time from the start of the experiment. */
  readonly trace: readonly {
    readonly atMs: number;
    readonly depth: number;
    readonly ready: number;
    readonly desired: number;
  }[];
  /** Faults that the target still carried at the end: must be empty. */
  readonly faultsLeft: readonly string[];
}

/**
 * Runs a scenario with the real governor and the real controls against a fleet in virtual time.
 *
 * @throws OunceError `OUNCE_E_SCENARIO_INVALID` for one that needs more than a queue and its consumers
 */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const { seed, scenario, durationMs, controls, journal, disturbances = calm } = options;
  refuseWhatIsNotSimulated(scenario);
  const { arrivalRate = 8, perReplicaRate = 10, startupMs = 2_000 } = options;
  const { tickOffsetMs = 0, warmUpMs = 60_000, traceEveryMs = 1_000 } = options;
  const clock = new VirtualClock(startMs + tickOffsetMs);
  const fleet = new SimulatedFleet({
    ...{ seed, startMs: clock.nowMs(), arrivalRate, perReplicaRate, startupMs, replicas: 2 },
    recordedArrivals: options.recordedArrivals,
  });
  const parts = { clock, fleet, seed, disturbances };
  const faults = new SimulatedFaults(parts);
  const { governor, ledger, experiments } = await govern({
    clock,
    journal,
    platform: simulatedPlatform(parts),
    source: simulatedMetrics(parts),
    faults,
    target: options.target,
    scenario,
    readModelPath: ':memory:',
  });
  fleet.limit = () => governor.services.get(serviceKey(options.target))?.admitted?.limit ?? null;
  const trace: Simulation['trace'][number][] = [];
  const whole = async () => {
    await clock.sleep(warmUpMs);
    await untilAllowed(experiments, scenario, clock);
    const run = experiments.start({
      scenario: scenario.name,
      durationMs,
      controls,
      detach: true,
      actor: 'simulator',
    });
    options.during?.({ clock, fleet, governor, ledger, faults, run });
    while (run.verdict === undefined && run.phase !== 'finished') {
      fleet.advance(clock.nowMs());
      const ready = fleet.replicas.filter((replica) => replica.readyAtMs <= clock.nowMs()).length;
      trace.push({
        atMs: clock.nowMs() - run.startedAtMs,
        depth: fleet.depth,
        ready,
        desired: fleet.desired,
      });
      await clock.sleep(traceEveryMs);
    }
    await governor.stop();
    if (!run.verdict)
      throw new Error(`the simulated experiment ended without a verdict: ${run.seen.abortedBecause}`);
    return run.verdict;
  };
  const verdict = await clock.runUntil(whole());
  const events: JournalEvent[] = [];
  for await (const event of journal.read(0)) events.push(event);
  const faultsLeft = await faults.active();
  await ledger.close();
  return { verdict, events, trace, faultsLeft };
}

/** With a platform that fails now and then, the first try may come at a bad moment. */
async function untilAllowed(experiments: Experiments, scenario: Scenario, clock: Clock): Promise<void> {
  const name = scenario.name;
  for (let tries = 0; tries < 60 && experiments.refusal(experiments.resolve({ scenario: name })); tries++)
    await clock.sleep(1_000);
}
