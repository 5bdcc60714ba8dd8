import { createRandom, samplePoisson } from '../../packages/core/src/statistics/random.ts';
import type { Trace } from './traces.ts';

export const perWorker = 10;
export const startupSeconds = 45;
export const sloSeconds = 2;
/** The ceiling of every scaler; three times what the trace ever needs, where that is more. */
const mostWorkers = 300;
/** How busy a service may be before more workers were no waste. */
const busyShare = 0.8;
const judgedSeconds = 600;

/** What a scaler sees at `second`: everything that has happened so far, and nothing else. */
export interface Look {
  readonly second: number;
  readonly desired: number;
  readonly ready: number;
  /** What came, went and waited in each second up to and including this one. */
  readonly past: Past;
}

interface Past {
  readonly came: Float64Array;
  readonly went: Float64Array;
  readonly depth: Float64Array;
}

/** Asked every `everySeconds`; answers with how many workers it wants. */
export interface Scaler {
  readonly everySeconds: number;
  readonly want: (look: Look) => number;
}

export type MakeScaler = (trace: Trace) => Scaler;

export interface Run {
  readonly peak: number;
  readonly minutesOverSlo: number;
  readonly replicaHours: number;
  /** Replica-hours over those of the oracle. */
  readonly cost: number;
  readonly falseScaleUps: number;
  readonly actions: number;
}

/** Poisson arrivals of a trace; the same seed gives every scaler the same ones. */
export function arrivalsOf(trace: Trace, seed: number): Float64Array {
  const random = createRandom(seed);
  return trace.rates.map((rate) => samplePoisson(random, rate));
}

/** Workers by when they are ready: those that are, and those that are starting, oldest first. */
class Workers {
  ready: number;
  readonly starting: { readonly atSecond: number; count: number }[] = [];

  constructor(ready: number) {
    this.ready = ready;
  }

  get desired(): number {
    return this.starting.reduce((sum, { count }) => sum + count, this.ready);
  }

  start(second: number): void {
    while (this.starting.length > 0 && this.starting[0]!.atSecond <= second)
      this.ready += this.starting.shift()!.count;
  }

  /** The newest go first, since they are still starting. */
  scale(to: number, second: number): void {
    let change = to - this.desired;
    if (change > 0) this.starting.push({ atSecond: second + startupSeconds, count: change });
    while (change < 0 && this.starting.length > 0) {
      const last = this.starting.at(-1)!;
      const gone = Math.min(last.count, -change);
      last.count -= gone;
      change += gone;
      if (last.count === 0) this.starting.pop();
    }
    this.ready += Math.min(0, change);
  }

  copy(): Workers {
    const copy = new Workers(this.ready);
    copy.starting.push(...this.starting.map((one) => ({ ...one })));
    return copy;
  }
}

/** One scaler on one trace with its clock shifted by `phase` seconds. */
export function run(trace: Trace, came: Float64Array, make: MakeScaler, phase: number): Omit<Run, 'cost'> {
  const seconds = came.length;
  const scaler = make(trace);
  const workers = new Workers(Math.ceil(trace.rates[0]! / (perWorker * 0.7)));
  const ceiling = Math.max(
    mostWorkers,
    (3 * trace.rates.reduce((most, rate) => Math.max(most, rate), 0)) / perWorker,
  );
  const past = { came, went: new Float64Array(seconds), depth: new Float64Array(seconds) };
  let depth = 0;
  const sum = { peak: 0, over: 0, replicaSeconds: 0, falseScaleUps: 0, actions: 0 };
  for (let second = 0; second < seconds; second++) {
    workers.start(second);
    const went = Math.min(depth + came[second]!, workers.ready * perWorker);
    depth += came[second]! - went;
    past.went[second] = went;
    past.depth[second] = depth;
    const { desired } = workers;
    const counts = second >= trace.learnSeconds;
    if (counts) {
      sum.replicaSeconds += desired;
      sum.peak = Math.max(sum.peak, depth);
      if (depth > sloSeconds * workers.ready * perWorker) sum.over++;
    }
    if (second < phase || (second - phase) % scaler.everySeconds !== 0) continue;
    const wanted = scaler.want({ second, desired, ready: workers.ready, past });
    const to = Math.min(Math.floor(ceiling), Math.max(1, Math.round(wanted)));
    if (to === desired) continue;
    if (counts) sum.actions++;
    if (counts && to > desired && isFalse(came, second, depth, workers)) sum.falseScaleUps++;
    workers.scale(to, second);
  }
  const { peak, over, replicaSeconds, falseScaleUps, actions } = sum;
  return { peak, minutesOverSlo: over / 60, replicaHours: replicaSeconds / 3600, falseScaleUps, actions };
}

/** Without it, in the next ten minutes nobody would have waited too long, and no minute would have been a busy one. */
function isFalse(came: Float64Array, second: number, depthNow: number, now: Workers): boolean {
  const workers = now.copy();
  const busy = busyShare * workers.desired * perWorker * 60;
  let depth = depthNow;
  let minute = 0;
  const end = Math.min(came.length, second + 1 + judgedSeconds);
  for (let at = second + 1; at < end; at++) {
    workers.start(at);
    depth = Math.max(0, depth + came[at]! - workers.ready * perWorker);
    if (depth > sloSeconds * workers.ready * perWorker) return false;
    minute += came[at]! - (at - 60 > second ? came[at - 60]! : 0);
    if (minute > busy) return false;
  }
  return true;
}
