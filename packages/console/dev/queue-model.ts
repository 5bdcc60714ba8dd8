import { seeded } from './random.ts';

/** What the queue and its consumers are like at one second. */
export interface QueueMoment {
  readonly atMs: number;
  readonly depth: number;
  readonly arrivalRate: number;
  readonly serviceRate: number;
  readonly desired: number;
  readonly ready: number;
}

const perReplica = 14;
const startupMs = 7_000;
export const floor = 2;
export const ceiling = 24;

/** A queue with open-loop arrivals and replicas that need some seconds to start, one second a step. */
export class QueueModel {
  readonly #random = seeded(20_261_123);
  readonly history: QueueMoment[] = [];
  #depth = 6;
  #readyAtMs: number[] = [];

  constructor(startMs: number) {
    this.#readyAtMs = Array.from({ length: floor }, () => startMs);
  }

  get now(): QueueMoment {
    const newest = this.history.at(-1);
    if (!newest) throw new Error('The model has not made its first step.');
    return newest;
  }

  scaleTo(count: number, atMs: number): void {
    const kept = this.#readyAtMs.toSorted((a, b) => a - b).slice(0, count);
    const added = Array.from(
      { length: count - kept.length },
      () => atMs + startupMs * (0.8 + this.#random() * 0.5),
    );
    this.#readyAtMs = [...kept, ...added];
  }

  step(atMs: number, factor: number): QueueMoment {
    const wave = 1 + 0.35 * Math.sin(atMs / 210_000) + 0.12 * Math.sin(atMs / 37_000);
    const arrivalRate = 20 * wave * factor * (0.9 + this.#random() * 0.2);
    const ready = this.#readyAtMs.filter((readyMs) => readyMs <= atMs).length;
    const serviceRate = Math.min(
      this.#depth + arrivalRate,
      ready * perReplica * (0.94 + this.#random() * 0.1),
    );
    this.#depth = Math.max(this.#random() * 12, this.#depth + arrivalRate - serviceRate);
    const desired = this.#readyAtMs.length;
    const moment = { atMs, depth: Math.round(this.#depth), arrivalRate, serviceRate, desired, ready };
    this.history.push(moment);
    if (this.history.length > 7_200) this.history.shift();
    return moment;
  }

  /** How many replicas would empty the queue within a minute. */
  static needed({ depth, arrivalRate }: QueueMoment): number {
    return Math.ceil((arrivalRate * 1.1 + depth / 60) / perReplica);
  }
}
