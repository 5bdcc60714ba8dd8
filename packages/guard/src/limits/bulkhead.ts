import { type Clock, systemClock } from '../clock.ts';
import { count, duration, type OptionTable, resolveOptions } from '../options.ts';
import { BulkheadFullError } from '../rejection.ts';
import { TimerWheel, WheelEntry } from '../timer-wheel.ts';

/** How many calls may be in flight, and how many may wait for that. Every option is described in docs/guard.md. */
export interface BulkheadSettings {
  readonly maxConcurrent: number;
  readonly maxQueue: number;
  readonly maxWaitMs: number;
}

export const bulkheadOptions = {
  maxConcurrent: count('calls', 10, 1),
  maxQueue: count('calls', 0, 0),
  maxWaitMs: duration(1_000, 1),
} satisfies OptionTable;

export interface BulkheadOptions extends Partial<BulkheadSettings> {
  readonly name: string;
  readonly clock?: Clock;
  /** A wheel on the same clock, to be shared. */
  readonly wheel?: TimerWheel;
}

/** A place in the queue. Exactly one of the two is called, unless it leaves first. */
export interface BulkheadWaiter {
  granted(nowMs: number): void;
  refused(error: BulkheadFullError): void;
}

/** One who waits; `leave` gives the place up. */
export class BulkheadPlace extends WheelEntry {
  readonly #bulkhead: Bulkhead;
  readonly #waiter: BulkheadWaiter;

  constructor(bulkhead: Bulkhead, waiter: BulkheadWaiter) {
    super();
    this.#bulkhead = bulkhead;
    this.#waiter = waiter;
  }

  leave(): void {
    this.#bulkhead.left(this);
  }

  /** @internal The permit passes from the one who gave it back to this one. */
  grant(nowMs: number): void {
    this.#waiter.granted(nowMs);
  }

  override expired(): void {
    this.leave();
    this.#waiter.refused(this.#bulkhead.rejection('waited too long for a permit of'));
  }
}

/** Bounds the calls in flight to one dependency, so that a slow one cannot take every socket and all memory. The queue is first in, first out. */
export class Bulkhead {
  readonly name: string;
  readonly #clock: Clock;
  readonly #wheel: TimerWheel;
  readonly #queue = new Set<BulkheadPlace>();
  #settings: Readonly<BulkheadSettings>;
  #inFlight = 0;

  constructor(options: BulkheadOptions) {
    const { name, clock = systemClock, wheel, ...settings } = options;
    this.name = name;
    this.#clock = clock;
    this.#wheel = wheel ?? new TimerWheel(clock);
    this.#settings = resolveOptions(bulkheadOptions, 'bulkhead', settings);
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  get queued(): number {
    return this.#queue.size;
  }

  /** @throws SettingsError and changes nothing */
  configure(changes: Partial<BulkheadSettings>): void {
    this.#settings = resolveOptions(bulkheadOptions, 'bulkhead', changes, this.#settings);
    while (this.#queue.size > 0 && this.tryAcquire()) this.#handOver();
  }

  /** Takes a permit if one is free. Whoever got it must `release` it when the work has really ended. */
  tryAcquire(): boolean {
    if (this.#inFlight >= this.#settings.maxConcurrent) return false;
    this.#inFlight++;
    return true;
  }

  /** Queues for a permit; `null` when the queue is full. */
  enqueue(waiter: BulkheadWaiter): BulkheadPlace | null {
    if (this.#queue.size >= this.#settings.maxQueue) return null;
    const place = new BulkheadPlace(this, waiter);
    const nowMs = this.#clock.nowMs();
    this.#queue.add(place);
    this.#wheel.add(place, nowMs, nowMs + this.#settings.maxWaitMs);
    return place;
  }

  release(): void {
    if (this.#queue.size > 0 && this.#inFlight <= this.#settings.maxConcurrent) this.#handOver();
    else this.#inFlight--;
  }

  rejection(what = 'is full:'): BulkheadFullError {
    return new BulkheadFullError(
      `The bulkhead "${this.name}" ${what} ${this.#inFlight} calls`,
      undefined,
      undefined,
    );
  }

  /** @internal */
  left(place: BulkheadPlace): void {
    this.#queue.delete(place);
    this.#wheel.remove(place);
  }

  /**
   * Runs `work` with a permit, waiting in the queue for one if need be.
   *
   * @throws BulkheadFullError (as a rejection) when the queue is full, or the wait in it lasted `maxWaitMs`
   */
  execute<Value>(work: () => PromiseLike<Value> | Value): Promise<Value> {
    if (this.tryAcquire()) return this.#run(work);
    return new Promise<void>((resolve, reject) => {
      if (!this.enqueue({ granted: () => resolve(), refused: reject })) reject(this.rejection());
    }).then(() => this.#run(work));
  }

  async #run<Value>(work: () => PromiseLike<Value> | Value): Promise<Value> {
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  #handOver(): void {
    const [first] = this.#queue;
    if (!first) return;
    first.leave();
    first.grant(this.#clock.nowMs());
  }
}
