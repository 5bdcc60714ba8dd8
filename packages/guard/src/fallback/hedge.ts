import { type AbortSubscription, type AbortWatcher, watchAbort } from '../abort-fanout.ts';
import { type Clock, systemClock } from '../clock.ts';
import { outerDeadlineMs, rememberDeadline } from '../deadline/deadline.ts';
import { count, duration, type OptionTable } from '../options.ts';
import { TimerWheel, WheelEntry } from '../timer-wheel.ts';

/** When a second copy of a slow call is sent. Every option is described in docs/guard.md. */
export interface HedgeSettings {
  /** How long the first copy may take before the next is sent: the usual 95th percentile is a good choice. */
  readonly delayMs: number;
  /** Copies beyond the first. */
  readonly maxExtra: number;
}

export const hedgeOptions = {
  delayMs: duration(50, 1),
  maxExtra: count('calls', 1, 1, 10),
} satisfies OptionTable;

export interface HedgeOptions extends HedgeSettings {
  readonly signal?: AbortSignal | undefined;
  readonly clock?: Clock;
  readonly wheel?: TimerWheel;
  /** Asked before each extra copy; `false` sends none. */
  readonly mayStart?: () => boolean;
}

/**
 * Runs `work`, and again while there is no answer after `delayMs`; the first success wins and the other copies are cancelled. Rejects when every
 * copy has failed, with the error of the last. Only for idempotent work.
 *
 * Source: Dean and Barroso, The Tail at Scale, CACM 2013.
 *
 * @param work gets a signal of its own for each copy
 */
export function hedge<Value>(
  work: (signal: AbortSignal, copy: number) => PromiseLike<Value> | Value,
  options: HedgeOptions,
): Promise<Value> {
  if (options.signal?.aborted) return Promise.reject(options.signal.reason);
  return new Promise<Value>((resolve, reject) => new Hedge(work, options, resolve, reject).next());
}

class Hedge<Value> extends WheelEntry implements AbortWatcher {
  readonly #work: (signal: AbortSignal, copy: number) => PromiseLike<Value> | Value;
  readonly #options: HedgeOptions;
  readonly #clock: Clock;
  readonly #wheel: TimerWheel;
  readonly #resolve: (value: Value) => void;
  readonly #reject: (reason: unknown) => void;
  readonly #running = new Map<number, AbortController>();
  readonly #subscription: AbortSubscription | undefined;
  #started = 0;

  constructor(
    work: (signal: AbortSignal, copy: number) => PromiseLike<Value> | Value,
    options: HedgeOptions,
    resolve: (value: Value) => void,
    reject: (reason: unknown) => void,
  ) {
    super();
    this.#work = work;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#wheel = options.wheel ?? new TimerWheel(this.#clock);
    this.#resolve = resolve;
    this.#reject = reject;
    if (options.signal) this.#subscription = watchAbort(options.signal, this);
  }

  next(): void {
    const copy = ++this.#started;
    const controller = new AbortController();
    rememberDeadline(controller.signal, outerDeadlineMs(this.#options.signal));
    this.#running.set(copy, controller);
    if (copy <= this.#options.maxExtra) {
      const nowMs = this.#clock.nowMs();
      this.#wheel.add(this, nowMs, nowMs + this.#options.delayMs);
    }
    let pending: PromiseLike<Value> | Value;
    try {
      pending = this.#work(controller.signal, copy);
    } catch (error) {
      pending = Promise.reject(error);
    }
    Promise.resolve(pending).then(
      (value) => {
        if (!this.#running.delete(copy)) return;
        this.#end(new Error('Another copy of this hedged call has answered'));
        this.#resolve(value);
      },
      (error) => this.#failed(copy, error),
    );
  }

  override expired(): void {
    if (this.#options.mayStart?.() ?? true) this.next();
  }

  callerAborted(reason: unknown): void {
    this.#end(reason);
    this.#reject(reason);
  }

  #failed(copy: number, error: unknown): void {
    if (!this.#running.delete(copy) || this.#running.size > 0) return;
    this.#end(error);
    this.#reject(error);
  }

  #end(reason: unknown): void {
    this.#wheel.remove(this);
    this.#subscription?.leave();
    const losers = [...this.#running.values()];
    this.#running.clear();
    for (const loser of losers) loser.abort(reason);
  }
}
