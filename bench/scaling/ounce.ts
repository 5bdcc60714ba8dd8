import { predictiveScaling } from '../../packages/core/src/controls/queue-backlog/predictive-scaling/index.ts';
import { settingsOf } from '../../packages/core/src/controls/registry.ts';
import type { ServiceView, Signal } from '../../packages/core/src/model/signal.ts';
import { type MakeScaler, perWorker, startupSeconds } from './world.ts';

const startMs = 1_760_000_000_000;
const keptReadings = 600;

/** A service that must answer within two seconds and pays for it. The same for every trace. */
const benchSettings = {
  perReplicaRate: perWorker,
  startupMs: startupSeconds * 1000,
  surgeDeviations: 6,
  targetUtilisation: 0.8,
  drainWithinMs: 30_000,
  scaleInStepShare: 0.25,
};

/** The control as the governor calls it on each reading; no gate in between. Rates are means since the last reading. */
export function ounce(everySeconds: number, set: Readonly<Record<string, number>> = {}): MakeScaler {
  return (trace) => {
    const settings = settingsOf(predictiveScaling, { ...benchSettings, ...set });
    let state = predictiveScaling.initialState(settings as never);
    const readings = Math.ceil(trace.rates.length / everySeconds) + 1;
    const timesMs = new Float64Array(readings);
    const depths = new Float64Array(readings);
    const arrivals = new Float64Array(readings);
    const served = new Float64Array(readings);
    let count = 0;
    const fresh = (values: Float64Array): Signal => {
      const from = Math.max(0, count - keptReadings);
      const window = { timesMs: timesMs.subarray(from, count), values: values.subarray(from, count) };
      return { kind: 'fresh', intervalMs: everySeconds * 1000, window };
    };
    return {
      everySeconds,
      want: ({ second, desired, ready, past }) => {
        const nowMs = startMs + second * 1000;
        timesMs[count] = nowMs;
        depths[count] = past.depth[second]!;
        arrivals[count] = meanSince(past.came, second, everySeconds);
        served[count] = meanSince(past.went, second, everySeconds);
        count++;
        const view: ServiceView = {
          ...{ service: 'consumer', region: 'local', nowMs, startupTimesMs: [startupSeconds * 1000] },
          signals: { queueDepth: fresh(depths), arrivalRate: fresh(arrivals), serviceRate: fresh(served) },
          replicas: { desired, ready, starting: desired - ready },
        };
        const decided = predictiveScaling.decide(view, state, settings as never);
        state = decided.state;
        const { action } = decided.decisions[0]!;
        return action.kind === 'scale' ? action.to : desired;
      },
    };
  };
}

function meanSince(list: Float64Array, second: number, seconds: number): number {
  const from = Math.max(0, second + 1 - seconds);
  let sum = 0;
  for (let s = from; s <= second; s++) sum += list[s]!;
  return sum / (second + 1 - from);
}
