import type { Scenario, ServiceRef } from '@ounce/core';
import { Experiments, worldOf } from '../experiments/index.ts';
import { Governor, type ServiceSpec } from '../governor/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { Clock, FaultAgent, Journal, MetricSource, Platform } from '../ports/index.ts';

export interface GovernedWorld {
  readonly clock: Clock;
  readonly journal: Journal;
  readonly platform: Platform;
  readonly source: MetricSource;
  readonly faults: FaultAgent;
  readonly target: ServiceSpec;
  readonly scenario: Scenario;
  readonly readModelPath: string;
}

/** What the real program starts, without its edges: ledger, governor and experiments over a simulated world. */
export interface Governed {
  readonly governor: Governor;
  readonly ledger: Ledger;
  readonly experiments: Experiments;
}

/** Starts it the way the real program does: what an earlier one has left behind is cleaned up first. */
export async function govern(world: GovernedWorld): Promise<Governed> {
  const { clock, journal, platform, source, faults, readModelPath } = world;
  const target = simulated(world.target);
  const ref: ServiceRef = { service: target.service, region: target.region };
  const ledger = await openLedger({ journal, readModelPath, clock });
  const sources = { simulator: source };
  const governor = new Governor({ clock, ledger, platform, sources, services: [target] });
  const experiments = new Experiments({
    clock,
    ledger,
    agent: faults,
    world: worldOf(governor, ledger),
    scenarios: [{ ...world.scenario, target: ref.service }],
    region: ref.region,
    chaosAllowed: () => true,
  });
  await experiments.recover('governor');
  governor.start();
  return { governor, ledger, experiments };
}

function simulated(target: ServiceSpec): ServiceSpec {
  const metrics = target.metrics
    .filter(({ signal }) => ['queueDepth', 'arrivalRate', 'serviceRate'].includes(signal))
    // A scraped rate is that since the reading before.
    .map(({ signal, intervalMs }) => ({
      ...{ signal, intervalMs, source: 'simulator' },
      query: signal === 'queueDepth' ? signal : `${signal} ${intervalMs}`,
    }));
  return { ...target, metrics, onPlatform: true };
}
