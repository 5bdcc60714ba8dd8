import type { FreezeState, Scenario, ServiceRef, ServiceStatus, ServiceView } from '@ounce/core';
import { createMemoryJournal } from '../../../src/connectors/memory-journal/index.ts';
import { Experiments } from '../../../src/experiments/index.ts';
import type { World } from '../../../src/experiments/world.ts';
import { type Ledger, openLedger } from '../../../src/ledger/index.ts';
import type { Accounting, Clock, FaultAgent, FaultLease, Journal } from '../../../src/ports/index.ts';
import { VirtualClock } from '../../../src/simulator/virtual-clock.ts';

export const startMs = Date.UTC(2026, 0, 5, 9);

export const scenario: Scenario = {
  name: 'small_backlog',
  incidentType: 'queue_backlog',
  says: 'A little more than usual.',
  target: 'consumer',
  faultTarget: 'traffic',
  steadyState: [{ signal: 'queueDepth', below: 100 }],
  steadyForMs: 2_000,
  faults: [{ kind: 'arrivals', factor: 10 }],
  visibleWhen: [{ signal: 'queueDepth', above: 100 }],
  abortWhen: [{ signal: 'queueDepth', above: 1_000 }],
  success: [{ kind: 'recovers', withinMs: 20_000, holdMs: 2_000 }, { kind: 'nothing_lost' }],
  settleMs: 10_000,
};

/** A target that lets go like a real one, and can be told to be deaf, stubborn or slow. */
export class FakeAgent implements FaultAgent {
  readonly #clock: Pick<Clock, 'nowMs'>;
  readonly held = new Map<string, FaultLease & { expiresAtMs: number }>();
  behaviour: 'obeys' | 'refuses' | 'never releases' | 'never answers' | 'renews nothing' = 'obeys';
  counts: Accounting | undefined = { accepted: 0, handledDistinct: 0, errors: 0 };
  holds = 0;

  constructor(clock: Pick<Clock, 'nowMs'>) {
    this.#clock = clock;
  }

  async hold(_target: ServiceRef, lease: FaultLease): Promise<void> {
    await this.#answer();
    if (this.behaviour === 'refuses') throw new Error('the target takes no faults');
    this.holds++;
    if (this.behaviour === 'renews nothing' && this.holds > 1) return;
    this.held.set(lease.faultId, { ...lease, expiresAtMs: this.#clock.nowMs() + lease.leaseMs });
  }

  async release(_target: ServiceRef, faultId: string): Promise<void> {
    await this.#answer();
    if (this.behaviour !== 'never releases') this.held.delete(faultId);
  }

  async active(): Promise<readonly string[]> {
    await this.#answer();
    if (this.behaviour === 'never releases') return [...this.held.keys()];
    const nowMs = this.#clock.nowMs();
    return [...this.held.values()]
      .filter((held) => nowMs < Math.min(held.expiresAtMs, held.endsAtMs))
      .map((held) => held.faultId);
  }

  async accounting(): Promise<Accounting | undefined> {
    await this.#answer();
    return this.counts;
  }

  #answer(): Promise<void> {
    return this.behaviour === 'never answers' ? new Promise(() => {}) : Promise.resolve();
  }
}

/** Experiments over a world whose queue depth is a function of whether the fault is held. */
export interface FakeWorld {
  readonly clock: VirtualClock;
  readonly agent: FakeAgent;
  readonly ledger: Ledger;
  readonly experiments: Experiments;
  /** What can be read; a depth of undefined is a missing reading. */
  readonly shown: {
    depth: () => number | undefined;
    replicas: number | undefined;
    status?: ServiceStatus;
    freeze: FreezeState;
  };
  readonly trials: string[];
  allowed: (service: string) => boolean;
}

export async function fakeWorld(
  journal: Journal = createMemoryJournal(),
  clock = new VirtualClock(startMs),
  agent = new FakeAgent(clock),
): Promise<FakeWorld> {
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const trials: string[] = [];
  const shown: FakeWorld['shown'] = {
    depth: () => (agent.held.size > 0 && agent.behaviour !== 'never releases' ? 200 : 10),
    replicas: 2,
    freeze: { kind: 'free' },
  };
  const world: World = {
    view: (ref) => viewOf(ref, clock.nowMs(), shown),
    status: () => shown.status,
    freeze: () => shown.freeze,
    mayNotAct: () => undefined,
    beginTrial({ experimentId }) {
      trials.push(`begin ${experimentId}`);
      return () => trials.push(`end ${experimentId}`);
    },
    actionsSince: () => [],
  };
  const made = {
    ...{ clock, agent, ledger, shown, trials },
    allowed: (_service: string) => true,
  };
  const experiments = new Experiments({
    ...{ clock, agent, ledger, world },
    scenarios: [scenario],
    region: 'local',
    chaosAllowed: (service) => made.allowed(service),
  });
  return Object.assign(made, { experiments });
}

function viewOf(ref: ServiceRef, nowMs: number, { depth, replicas }: FakeWorld['shown']): ServiceView {
  const value = depth();
  const window = { timesMs: [nowMs], values: [value ?? 0] };
  const queueDepth =
    value === undefined
      ? ({ kind: 'stale', window, intervalMs: 1_000, why: 'nothing came' } as const)
      : ({ kind: 'fresh', window, intervalMs: 1_000 } as const);
  return {
    ...ref,
    nowMs,
    signals: { queueDepth },
    ...(replicas === undefined ? {} : { replicas: { desired: replicas, ready: replicas, starting: 0 } }),
    startupTimesMs: [],
  };
}

export const request = {
  scenario: scenario.name,
  durationMs: 5_000,
  controls: 'on',
  detach: true,
  actor: 'local',
} as const;
