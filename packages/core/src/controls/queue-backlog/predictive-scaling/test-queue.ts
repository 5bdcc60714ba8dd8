import { type Random, sampleGamma, samplePoisson } from '../../../statistics/random.ts';

export interface QueueOptions {
  readonly random: Random;
  readonly arrivals: (second: number) => number;
  readonly replicas: number;
  readonly perReplica: number;
  readonly startupSeconds: number;
  /** Variance over mean of the arrivals of one second; 1 is Poisson. */
  readonly dispersion: number;
}

/** A queue and its consumers in steps of one second, for closed-loop tests: seeded, and nothing but arithmetic. */
export class TestQueue {
  readonly depths: number[] = [];
  readonly arrived: number[] = [];
  readonly served: number[] = [];
  readonly startupTimesMs: number[] = [];
  readonly #options: QueueOptions;
  #readyAt: number[];
  #second = 0;
  #depth = 0;
  /** Work that the replicas can do and have not done yet: what they carry need not be whole messages a second. */
  #credit = 0;

  constructor(options: QueueOptions) {
    this.#options = options;
    this.#readyAt = Array.from({ length: options.replicas }, () => 0);
  }

  get replicas() {
    const desired = this.#readyAt.length;
    const ready = this.#readyAt.filter((at) => at <= this.#second).length;
    return { desired, ready, starting: desired - ready };
  }

  step(): void {
    const { random, arrivals, perReplica, startupSeconds, dispersion } = this.#options;
    this.#second++;
    for (const at of this.#readyAt) if (at === this.#second) this.startupTimesMs.push(startupSeconds * 1000);
    const came = countOf(random, arrivals(this.#second), dispersion);
    this.#credit = Math.min(this.#credit, 1) + this.replicas.ready * perReplica;
    const went = Math.min(this.#depth + came, Math.floor(this.#credit));
    this.#credit -= went;
    this.#depth += came - went;
    this.arrived.push(came);
    this.served.push(went);
    this.depths.push(this.#depth);
  }

  /** The newest replicas go first, since they are still starting. */
  scale(to: number): void {
    const readyAt = this.#second + this.#options.startupSeconds;
    const kept = this.#readyAt.toSorted((a, b) => a - b).slice(0, to);
    this.#readyAt = [...kept, ...Array.from({ length: to - kept.length }, () => readyAt)];
  }
}

function countOf(random: Random, mean: number, dispersion: number): number {
  if (mean <= 0) return 0;
  if (dispersion <= 1) return samplePoisson(random, mean);
  return samplePoisson(random, sampleGamma(random, mean / (dispersion - 1), dispersion - 1));
}
