import { type AdmissionLimit, createRandom, type Random, samplePoisson } from '@ounce/core';

export type PerReplicaRate = number | ((ready: number) => number);

export interface SimulatedFleetOptions {
  readonly seed: number;
  readonly startMs: number;
  /** Messages per second before any fault. */
  readonly arrivalRate: number;
  /** Messages per second that one ready replica handles; a function where many of them share what they run on. */
  readonly perReplicaRate: PerReplicaRate;
  /** Mean time from start to ready; each replica's own is within ± 20 %. */
  readonly startupMs: number;
  readonly replicas: number;
  /** How many had come in all by a moment, in place of chance, of `arrivalRate` and of what a fault makes of it: a load that was recorded. */
  readonly recordedArrivals?: ((atMs: number) => number) | undefined;
}

interface Replica {
  readonly id: string;
  readonly startedAtMs: number;
  readonly readyAtMs: number;
}

const stepMs = 100;
/** As far back as a rate can be asked for. */
const recentSteps = 900;

/** A queue and its consumers in virtual time: Poisson arrivals, Poisson service, replicas that take time to start. */
export class SimulatedFleet {
  readonly #options: SimulatedFleetOptions;
  readonly #random: Random;
  #atMs: number;
  #replicas: Replica[] = [];
  #born = 0;
  #tokens = 0;
  readonly #recent: { atMs: number; offered: number; handled: number }[] = [];
  depth = 0;
  /** Asked back, and waiting outside until there is room. */
  outside = 0;
  offered = 0;
  accepted = 0;
  handled = 0;
  desired: number;
  /** Multiplies arrivals at a moment; set by the fault agent. */
  arrivalFactorAt: (atMs: number) => number = () => 1;
  /** What is let in; set by whoever governs. */
  limit: () => AdmissionLimit | null = () => null;

  constructor(options: SimulatedFleetOptions) {
    this.#options = options;
    this.#random = createRandom(options.seed);
    this.#atMs = options.startMs;
    this.desired = options.replicas;
    for (let i = 0; i < options.replicas; i++) {
      const readyAtMs = options.startMs;
      this.#replicas.push({ id: this.#name(), startedAtMs: readyAtMs - options.startupMs, readyAtMs });
    }
  }

  /** Lets the fleet live until `nowMs`. */
  advance(nowMs: number): void {
    const { arrivalRate, perReplicaRate, recordedArrivals } = this.#options;
    const each = typeof perReplicaRate === 'number' ? () => perReplicaRate : perReplicaRate;
    while (this.#atMs + stepMs <= nowMs) {
      this.#atMs += stepMs;
      const seconds = stepMs / 1000;
      const came = recordedArrivals
        ? Math.floor(recordedArrivals(this.#atMs)) - Math.floor(recordedArrivals(this.#atMs - stepMs))
        : samplePoisson(this.#random, arrivalRate * this.arrivalFactorAt(this.#atMs) * seconds);
      const letIn = this.#letIn(came, seconds);
      const ready = this.#replicas.filter((replica) => replica.readyAtMs <= this.#atMs).length;
      const served = Math.min(this.depth + letIn, samplePoisson(this.#random, ready * each(ready) * seconds));
      this.depth += letIn - served;
      this.offered += came;
      this.accepted += letIn;
      this.handled += served;
      this.#recent.push({ atMs: this.#atMs, offered: this.offered, handled: this.handled });
      if (this.#recent.length > recentSteps) this.#recent.shift();
    }
  }

  /** A token bucket; who finds none waits outside and comes first when there is one. */
  #letIn(came: number, seconds: number): number {
    const limit = this.limit();
    const want = this.outside + came;
    if (limit) this.#tokens = Math.min(limit.burst, this.#tokens + limit.perSecond * seconds);
    const letIn = limit ? Math.min(want, Math.floor(this.#tokens)) : want;
    if (limit) this.#tokens -= letIn;
    this.outside = want - letIn;
    return letIn;
  }

  /** Messages per second over the last `windowMs`; undefined before there was one. */
  rates(windowMs: number): { arrival: number; service: number } | undefined {
    const last = this.#recent.at(-1);
    const first = this.#recent.at(-1 - Math.round(windowMs / stepMs));
    if (!last || !first) return undefined;
    const seconds = (last.atMs - first.atMs) / 1000;
    return {
      arrival: (last.offered - first.offered) / seconds,
      service: (last.handled - first.handled) / seconds,
    };
  }

  scale(desired: number): void {
    this.desired = desired;
    while (this.#replicas.length > desired) this.#replicas.pop();
    while (this.#replicas.length < desired) {
      const startupMs = this.#options.startupMs * (0.8 + 0.4 * this.#random());
      this.#replicas.push({ id: this.#name(), startedAtMs: this.#atMs, readyAtMs: this.#atMs + startupMs });
    }
  }

  get replicas(): readonly Replica[] {
    return this.#replicas;
  }

  #name(): string {
    this.#born++;
    return `consumer-${this.#born}`;
  }
}
