import type { Decision } from '../../../model/decision.ts';
import type { ServiceView, Signal } from '../../../model/signal.ts';
import { createRandom, type Random } from '../../../statistics/random.ts';
import { predictiveScaling } from './index.ts';
import { type PredictiveScalingSettings, settingSpecs } from './settings.ts';
import { TestQueue } from './test-queue.ts';

export interface WorldOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly arrivals: (second: number) => number;
  readonly replicas: number;
  readonly perReplica?: number;
  readonly startupSeconds?: number;
  readonly intervalSeconds?: number;
  readonly dispersion?: number;
  /** Seconds over which the reported rates are averaged; one interval when absent. */
  readonly averagedSeconds?: number;
  readonly withoutSignals?: readonly ('arrivalRate' | 'serviceRate')[];
  /** What becomes of a view before the control sees it. */
  readonly spoil?: (view: ServiceView, random: Random) => ServiceView;
  /** Decisions are made but not carried out. */
  readonly dryRun?: boolean;
}

export interface WorldRun {
  readonly decisions: readonly Decision[];
  readonly views: readonly ServiceView[];
  /** Decisions that changed the replicas. */
  readonly actions: readonly Decision[];
  /** Every second. */
  readonly depths: readonly number[];
  readonly ordered: readonly number[];
}

export const defaults = Object.fromEntries(
  Object.entries(settingSpecs).map(([name, spec]) => [name, spec.default]),
) as PredictiveScalingSettings;

/** Lets the control and a queue live together, without a gate between them. */
export function runWorld(options: WorldOptions): WorldRun {
  const { seed, intervalSeconds = 10, perReplica = 10, startupSeconds = 12, dispersion = 1 } = options;
  const queue = new TestQueue({
    ...options,
    perReplica,
    startupSeconds,
    dispersion,
    random: createRandom(seed),
  });
  const chaos = createRandom(seed + 1);
  const sample = sampler(queue, intervalSeconds, options);
  const decisions: Decision[] = [];
  const views: ServiceView[] = [];
  const actions: Decision[] = [];
  const ordered: number[] = [];
  let state = predictiveScaling.initialState(defaults);
  for (let second = 1; second <= options.seconds; second++) {
    queue.step();
    if (second % intervalSeconds === 0) {
      const whole = sample(second);
      const view = options.spoil?.(whole, chaos) ?? whole;
      const decided = predictiveScaling.decide(view, state, defaults);
      const [decision] = decided.decisions;
      state = decided.state;
      views.push(view);
      decisions.push(decision!);
      if (decision!.action.kind === 'scale' && !options.dryRun) {
        actions.push(decision!);
        queue.scale(decision!.action.to);
      }
    }
    ordered.push(queue.replicas.desired);
  }
  return { decisions, views, actions, depths: queue.depths, ordered };
}

/** Reads the queue, and shows what was read in the last quarter of an hour. */
function sampler(
  queue: TestQueue,
  intervalSeconds: number,
  options: WorldOptions,
): (second: number) => ServiceView {
  const { averagedSeconds = intervalSeconds, withoutSignals = [] } = options;
  const timesMs: number[] = [];
  const read = { queueDepth: [] as number[], arrivalRate: [] as number[], serviceRate: [] as number[] };
  const mean = (list: readonly number[]) => {
    const recent = list.slice(-averagedSeconds);
    return recent.reduce((sum, value) => sum + value, 0) / recent.length;
  };
  const newest = -Math.ceil(900 / intervalSeconds);
  const signal = (values: readonly number[]): Signal => ({
    kind: 'fresh',
    intervalMs: intervalSeconds * 1000,
    window: { timesMs: timesMs.slice(newest), values: values.slice(newest) },
  });
  return (second) => {
    timesMs.push(second * 1000);
    read.queueDepth.push(queue.depths.at(-1)!);
    read.arrivalRate.push(mean(queue.arrived));
    read.serviceRate.push(mean(queue.served));
    return {
      service: 'consumer',
      region: 'local',
      nowMs: second * 1000,
      signals: {
        queueDepth: signal(read.queueDepth),
        ...(withoutSignals.includes('arrivalRate') ? {} : { arrivalRate: signal(read.arrivalRate) }),
        ...(withoutSignals.includes('serviceRate') ? {} : { serviceRate: signal(read.serviceRate) }),
      },
      replicas: queue.replicas,
      startupTimesMs: [...queue.startupTimesMs],
    };
  };
}
