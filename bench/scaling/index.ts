/**
 * One simulated queue (10 requests a second for each worker, 45 s start-up, 2 s of waiting allowed) under the same arrivals for
 * every scaler, at each phase of the scalers' clocks; and what Ounce reaches of its goals.
 */
import type { Bench, BenchRow } from '../harness.ts';
import { verdictOn } from './goals.ts';
import { notes } from './notes.ts';
import { oracle, oracleHours } from './oracle.ts';
import { ounce } from './ounce.ts';
import {
  awsStepScaling,
  awsTargetTracking,
  byBoth,
  byQueue,
  byRate,
  fixed,
  hpa,
  keda,
  predictiveHpa,
} from './peers.ts';
import { recordedTraces } from './recorded.ts';
import { madeTraces, type Trace } from './traces.ts';
import { arrivalsOf, type MakeScaler, type Run, run } from './world.ts';

const scalers: Readonly<Record<string, MakeScaler>> = {
  fixed,
  'HPA queue': () => hpa(byQueue),
  'HPA rate': () => hpa(byRate),
  'HPA max': () => hpa(byBoth),
  KEDA: keda,
  'predictive HPA': predictiveHpa,
  'AWS target': awsTargetTracking,
  'AWS step': awsStepScaling,
  'ounce reactive': ounce(1, { forecastShare: 0 }),
  ounce: ounce(1),
  'ounce 10 s': ounce(10),
  oracle,
};

/** Every second that a surge can come after a look of a peer, which looks every 15 s; each with arrivals of its own. */
const phases = Array.from({ length: 15 }, (_, phase) => phase);
/** Days are long enough for one. */
const daySeconds = 86_400;
const longTracePhases = [7];

const bench: Bench = async (progress) => {
  const rows: BenchRow[] = [];
  const verdicts: string[] = [];
  for (const trace of [...madeTraces, ...recordedTraces()]) {
    progress(trace.name);
    const runs = Object.fromEntries(
      Object.entries(scalers).map(([name, make]) => [name, meanRun(trace, make)]),
    );
    rows.push(...rowsOf(trace, runs));
    verdicts.push(verdictOn(trace, runs));
  }
  return { rows, notes: [...notes(rows), ...verdicts] };
};

export default bench;

/** What the table shows of the runs of one scaler. */
function meanRun(trace: Trace, make: MakeScaler): Run {
  const runs = (trace.rates.length < daySeconds ? phases : longTracePhases).map((phase) =>
    run(trace, arrivalsOf(trace, phase + 1), make, phase),
  );
  const mean = (pick: (one: (typeof runs)[number]) => number) =>
    runs.reduce((sum, one) => sum + pick(one), 0) / runs.length;
  return {
    peak: mean((one) => one.peak),
    minutesOverSlo: mean((one) => one.minutesOverSlo),
    cost: mean((one) => one.replicaHours) / oracleHours(trace),
    replicaHours: mean((one) => one.replicaHours),
    falseScaleUps: mean((one) => one.falseScaleUps),
    actions: mean((one) => one.actions),
  };
}

function rowsOf({ name, base }: Trace, runs: Readonly<Record<string, Run>>): BenchRow[] {
  const row = (metric: string, unit: string, pick: (run: Run) => number): BenchRow => ({
    ...{ case: name, metric, unit },
    values: Object.fromEntries(Object.entries(runs).map(([scaler, one]) => [scaler, pick(one)])),
  });
  return [
    row('peak queue', 'requests', ({ peak }) => peak),
    row('peak queue', 's of base work', ({ peak }) => peak / base),
    row('over the SLO', 'minutes', ({ minutesOverSlo }) => minutesOverSlo),
    row('replica-hours', 'x oracle', ({ cost }) => cost),
    row('false scale-ups', 'count', ({ falseScaleUps }) => falseScaleUps),
    row('orders', 'count', ({ actions }) => actions),
  ];
}
