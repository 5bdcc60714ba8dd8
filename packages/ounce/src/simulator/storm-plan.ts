import {
  controlById,
  createRandom,
  defaultGuardRails,
  detectionRule,
  type GuardRails,
  type Mode,
  type Scenario,
  type SignalName,
  settingsOf,
} from '@ounce/core';
import type { ServiceSpec } from '../governor/index.ts';
import { type Disturbances, disturbancesOf } from './disturbances.ts';
import type { SimulatedFleetOptions } from './fleet.ts';

/** Everything that a seed decides: the fleet, the control's settings, the guard rails, what goes wrong and when. */
export interface StormPlan {
  readonly seed: number;
  readonly target: ServiceSpec;
  readonly scenario: Scenario;
  readonly fleet: Omit<SimulatedFleetOptions, 'seed' | 'startMs'>;
  /** Arrivals swell and fall: by this share, with this period. */
  readonly wave: { readonly share: number; readonly periodMs: number };
  readonly disturbances: Disturbances;
  /** Shares of the platform's answers that are made up, and of its orders whose answer is lost. */
  readonly platform: { readonly lies: number; readonly lostAnswers: number };
  /** When nothing can be read, and when the platform does not answer. */
  readonly silences: readonly {
    readonly of: 'source' | 'platform';
    readonly fromMs: number;
    readonly toMs: number;
  }[];
  /** Virtual time an append takes at most, and the share that is refused before or after it was written. */
  readonly journal: { readonly slowMs: number; readonly refused: number };
  readonly events: readonly StormEvent[];
  readonly lengthMs: number;
}

interface Timed<Kind extends string> {
  readonly kind: Kind;
  readonly atMs: number;
}

export interface StormExperiment extends Timed<'experiment'> {
  readonly durationMs: number;
  readonly factor: number;
  readonly detach: boolean;
  readonly controls: 'on' | 'off';
}

/** What a person writes into the ledger. */
export type StormWord = Timed<'freeze'> | Timed<'unfreeze'> | (Timed<'mode'> & { readonly mode: Mode });

/** The governor goes, and another one comes. */
export type StormEnd = (Timed<'stop'> | Timed<'kill'>) & { readonly downMs: number };

type StormEvent = StormExperiment | StormWord | StormEnd;

export function stormPlan(seed: number): StormPlan {
  const random = createRandom(seed * 7919 + 1);
  const between = (least: number, most: number) => least + random() * (most - least);
  const whole = (least: number, most: number) => Math.floor(between(least, most + 1));
  const often = (share: number, most: number) => (random() < share ? random() * most : 0);
  const lengthMs = 360_000;
  const perReplicaRate = between(3, 15);
  const intervalMs = [1_000, 2_000, 5_000, 10_000][whole(0, 3)]!;
  const rails = railsOf(whole, between);
  return {
    seed,
    lengthMs,
    fleet: {
      perReplicaRate,
      arrivalRate: between(2, 40),
      startupMs: between(500, 30_000),
      replicas: whole(rails.floor, rails.ceiling),
    },
    wave: { share: between(0, 0.9), periodMs: between(60_000, 600_000) },
    disturbances: seed % 5 === 0 ? disturbancesOf(0) : disturbancesOf(seed),
    platform: { lies: often(0.3, 0.2), lostAnswers: often(0.3, 0.3) },
    silences: Array.from({ length: whole(0, 4) }, () => {
      const fromMs = whole(30_000, lengthMs);
      const of = random() < 0.7 ? 'source' : 'platform';
      return { of, fromMs, toMs: fromMs + whole(3_000, 60_000) } as const;
    }),
    journal: { slowMs: often(0.5, 3_000), refused: often(0.3, 0.2) },
    target: targetOf(intervalMs, rails, {
      threshold: whole(20, 1_000),
      perReplicaRate: perReplicaRate * between(0.6, 1.5),
      targetUtilisation: between(0.5, 0.95),
      drainWithinMs: between(10_000, 120_000),
      horizonMs: whole(60_000, 180_000),
      startupMs: between(0, 30_000),
      scaleInAfterMs: between(60_000, 90_000),
      scaleInEveryMs: between(10_000, 60_000),
      scaleInStepShare: between(0, 0.5),
    }),
    scenario: scenarioOf(whole(100, 5_000)),
    events: eventsOf(lengthMs, whole, random),
  };
}

type Whole = (least: number, most: number) => number;

function railsOf(whole: Whole, between: Whole): GuardRails {
  const floor = whole(0, 3);
  const cooldownOutMs = between(0, 20_000);
  return {
    ...defaultGuardRails,
    floor,
    ceiling: floor + whole(1, 25),
    maxStepUp: whole(1, 10),
    maxStepDown: whole(1, 4),
    maxStepDownShare: between(0, 0.5),
    cooldownOutMs,
    cooldownInMs: cooldownOutMs + between(0, 30_000),
  };
}

function targetOf(
  intervalMs: number,
  rails: GuardRails,
  changed: Readonly<Record<string, number>>,
): ServiceSpec {
  const control = controlById('predictive-scaling')!;
  const signals: SignalName[] = ['queueDepth', 'arrivalRate', 'serviceRate'];
  return {
    service: 'pubsub-consumer',
    region: 'local',
    metrics: signals.map((signal) => ({ signal, query: signal, source: 'simulator', intervalMs })),
    detections: [
      detectionRule('queue_backlog', { above: 500, forMs: 20_000, normalBelow: 200, normalForMs: 30_000 }),
    ],
    controls: [{ control, mode: 'enforced', gradualShare: 1, settings: settingsOf(control, changed), rails }],
    onPlatform: true,
  };
}

function scenarioOf(abortAbove: number): Scenario {
  return {
    name: 'queue_backlog',
    incidentType: 'queue_backlog',
    says: 'A storm with an experiment in it.',
    target: 'pubsub-consumer',
    faultTarget: 'pubsub-consumer',
    steadyState: [{ signal: 'queueDepth', below: 1_000 }],
    steadyForMs: 3_000,
    faults: [{ kind: 'arrivals', factor: 10 }],
    visibleWhen: [{ signal: 'queueDepth', above: 50 }],
    abortWhen: [{ signal: 'queueDepth', above: abortAbove }],
    success: [{ kind: 'recovers', withinMs: 60_000, holdMs: 10_000 }],
    settleMs: 20_000,
  };
}

function eventsOf(lengthMs: number, whole: Whole, random: () => number): StormEvent[] {
  const atMs = () => whole(20_000, lengthMs - 20_000);
  const events: StormEvent[] = [];
  for (let i = whole(1, 4); i > 0; i--)
    events.push({
      atMs: atMs(),
      kind: 'experiment',
      durationMs: whole(5_000, 60_000),
      factor: 1 + random() * 15,
      detach: random() < 0.7,
      controls: random() < 0.8 ? 'on' : 'off',
    });
  for (let i = whole(0, 3); i > 0; i--) {
    const frozenAtMs = atMs();
    if (random() < 0.3) events.push({ atMs: frozenAtMs + 5_000, kind: 'kill', downMs: whole(0, 5_000) });
    events.push(
      { atMs: frozenAtMs, kind: 'freeze' },
      { atMs: frozenAtMs + whole(500, 40_000), kind: 'unfreeze' },
    );
  }
  if (random() < 0.3) {
    const mode = (['off', 'dry-run', 'gradual'] as const)[whole(0, 2)]!;
    const changedAtMs = atMs();
    events.push({ atMs: changedAtMs, kind: 'mode', mode });
    events.push({ atMs: changedAtMs + whole(5_000, 60_000), kind: 'mode', mode: 'enforced' });
  }
  for (let i = whole(0, 2); i > 0; i--)
    events.push({ atMs: atMs(), kind: random() < 0.5 ? 'stop' : 'kill', downMs: whole(0, 20_000) });
  return events.filter((event) => event.atMs < lengthMs).sort((a, b) => a.atMs - b.atMs);
}
