import { type Clock, systemClock } from '../clock.ts';
import { Listeners } from '../listeners.ts';
import { BreakerOpenError, IsolatedError, type Rejection } from '../rejection.ts';
import { runInScope } from '../unguarded/guarded-scope.ts';
import { errorCounts, type FailurePredicates, valueCounts } from './classify.ts';
import { type ExecuteOptions, executeFollowed } from './execute.ts';
import {
  type Admission,
  type BreakerState,
  type BreakerTransition,
  type ClosedPhase,
  type Phase,
  type Trial,
  uncounted,
} from './phase.ts';
import { type BreakerSettings, breakDurationMs, resolveBreakerSettings } from './settings.ts';
import { createWindow, failedBit, slowBit } from './window.ts';

export interface BreakerOptions extends Partial<BreakerSettings>, FailurePredicates {
  /** Shown in errors, transitions and metrics. */
  readonly name: string;
  readonly clock?: Clock;
}

/**
 * Stops calling a dependency that fails. Closed → (a rate ≥ its threshold) → open → (`breakMs`) → half-open → (good trials) → closed, or
 * (one bad trial) → open again; isolated by hand from anywhere.
 *
 * A result counts only for the state in which its call was admitted. Sources: Nygard, Release It!, 2007 (the pattern); resilience4j (sliding windows,
 * slow-call rate).
 */
export class CircuitBreaker {
  readonly name: string;
  readonly #clock: Clock;
  readonly #predicates: FailurePredicates;
  readonly #transitions = new Listeners<BreakerTransition>();
  /** Who holds the circuit isolated, and why. */
  readonly #holders = new Map<string, string>();
  #settings: Readonly<BreakerSettings>;
  #phase: Phase;
  /** Whether results can be recorded by the phase's shared handlers: no call needs a start time, and the breaker is on. */
  #sharesHandlers = true;
  /** Only a time window needs to know when a success came. */
  #timedWindow = true;

  constructor(options: BreakerOptions) {
    const { name, clock = systemClock, isFailure, isFailureValue, ...settings } = options;
    this.name = name;
    this.#clock = clock;
    this.#predicates = { isFailure, isFailureValue };
    this.#settings = resolveBreakerSettings(settings);
    this.#adopt();
    this.#phase = this.#closed();
  }

  get settings(): Readonly<BreakerSettings> {
    return this.#settings;
  }

  /** The state now. An open circuit whose break is over stays `open` until a call makes it half-open. */
  get state(): BreakerState {
    this.#settleTime(this.#clock.nowMs(), false);
    return this.#phase.kind;
  }

  /** What the window of the closed state holds; `undefined` in the other states, which have none. */
  get window():
    | { readonly calls: number; readonly failures: number; readonly slowCalls: number }
    | undefined {
    if (this.#phase.kind !== 'closed') return undefined;
    const { window } = this.#phase;
    window.slideTo(this.#clock.nowMs());
    return { calls: window.calls, failures: window.failures, slowCalls: window.slowCalls };
  }

  /** Hears of every change of state, after it happened. Returns the function that ends it. */
  onTransition(listener: (transition: BreakerTransition) => void): () => void {
    return this.#transitions.add(listener);
  }

  /**
   * Runs `work` if the circuit lets it. Values, rejections and synchronous throws come through unchanged.
   *
   * @throws BreakerOpenError (as a rejection) while open, or while half-open with all trials in flight
   * @throws IsolatedError (as a rejection) while held open by hand
   */
  execute<Value>(work: () => PromiseLike<Value> | Value, options?: ExecuteOptions): Promise<Value> {
    const phase = this.#phase;
    if (phase.kind !== 'closed' || options !== undefined || !this.#sharesHandlers)
      return executeFollowed(this, this.#clock, this.#predicates, work, options);
    let pending: PromiseLike<Value> | Value;
    try {
      pending = runInScope === null ? work() : runInScope(work, undefined);
    } catch (error) {
      pending = Promise.reject(error);
    }
    const promise: Promise<Value> = pending instanceof Promise ? pending : Promise.resolve(pending);
    return promise.then(phase.onValue as (value: Value) => Value, phase.onError);
  }

  /**
   * Asks for one call's admission; `null` means refused, and `rejection` says why. Whoever is admitted must call exactly one of
   * `succeed`, `fail` and `forget`.
   */
  admit(nowMs: number): Admission | null {
    if (this.#phase.kind === 'closed') return this.#settings.mode === 'disabled' ? uncounted : this.#phase;
    this.#settleTime(nowMs, true);
    const phase = this.#phase;
    if (phase.kind === 'half-open' && phase.trials.length < this.#settings.trialsInFlight) {
      const trial: Trial = { kind: 'trial', phase, startedMs: nowMs };
      phase.trials.push(trial);
      return trial;
    }
    return phase.kind !== 'isolated' && this.#settings.mode === 'metrics-only' ? uncounted : null;
  }

  /** Why a call is refused. Only to be asked right after `admit` gave `null`. */
  rejection(nowMs: number): Rejection {
    const phase = this.#phase;
    if (phase.kind === 'open') return new BreakerOpenError(phase.message, phase.untilMs - nowMs, phase.cause);
    if (phase.kind === 'half-open') {
      const oldestMs = phase.trials[0]?.startedMs ?? nowMs;
      return new BreakerOpenError(
        phase.message,
        oldestMs + this.#settings.trialMaxWaitMs - nowMs,
        phase.cause,
      );
    }
    return new IsolatedError(
      phase.kind === 'isolated' ? phase.message : `${this.name} is closed`,
      undefined,
      undefined,
    );
  }

  /** How long calls are refused from now, in ms: 0 when one would be admitted, `undefined` while isolated. */
  retryAfterMs(): number | undefined {
    const nowMs = this.#clock.nowMs();
    this.#settleTime(nowMs, false);
    const phase = this.#phase;
    if (phase.kind === 'isolated') return undefined;
    if (phase.kind === 'closed' || this.#settings.mode !== 'enforced') return 0;
    if (phase.kind === 'open') return Math.max(0, phase.untilMs - nowMs);
    return phase.trials.length < this.#settings.trialsInFlight ? 0 : this.rejection(nowMs).retryAfterMs;
  }

  /** The call went well. `durationMs` is `NaN` when nobody measured it: then it is not slow. */
  succeed(admission: Admission, nowMs: number, durationMs: number): void {
    const slow = this.#isSlow(durationMs);
    if (admission.kind === 'closed') this.#record(admission, slow ? slowBit : 0, undefined, nowMs);
    else if (admission.kind === 'trial') this.#trialEnded(admission, nowMs, slow ? 'bad' : 'good', undefined);
  }

  /** The call failed in a way that counts. `cause` is kept for the refusals, should it open the circuit. */
  fail(admission: Admission, cause: unknown, nowMs: number, durationMs: number): void {
    if (admission.kind === 'closed')
      this.#record(admission, this.#isSlow(durationMs) ? failedBit | slowBit : failedBit, cause, nowMs);
    else if (admission.kind === 'trial') this.#trialEnded(admission, nowMs, 'bad', cause);
  }

  /** The call says nothing about the dependency (cancelled, or an error that does not count): a trial's permit comes back, nothing is decided. */
  forget(admission: Admission, nowMs: number): void {
    if (admission.kind === 'trial') this.#trialEnded(admission, nowMs, 'nothing', undefined);
  }

  /**
   * Holds the circuit open until the same `holder` releases it; no timer ends it. Works in every mode.
   *
   * @param reason a sentence for the refusals
   * @param holder who holds it: while several do, all must release it
   */
  isolate(reason = 'isolated by hand', holder = 'code'): void {
    this.#holders.set(holder, reason);
    if (this.#phase.kind === 'isolated') return;
    const message = `The circuit "${this.name}" is isolated: ${reason}`;
    this.#enter({ kind: 'isolated', message }, this.#clock.nowMs(), 0, undefined);
  }

  /** Ends one holder's isolation; when nobody holds the circuit any more it closes, with an empty window. */
  release(holder = 'code'): void {
    this.#holders.delete(holder);
    if (this.#phase.kind === 'isolated' && this.#holders.size === 0) this.#close(this.#clock.nowMs());
  }

  /** Closes an open or half-open circuit by hand, with an empty window. An isolated one stays isolated. */
  reset(): void {
    if (this.#phase.kind !== 'isolated') this.#close(this.#clock.nowMs());
  }

  /**
   * Changes settings at run time. The window is emptied when its kind or size changes; a breaker that is switched off closes.
   *
   * @throws SettingsError and changes nothing
   */
  configure(changes: Partial<BreakerSettings>): void {
    const before = this.#settings;
    const after = resolveBreakerSettings(changes, this.name, before);
    this.#settings = after;
    this.#adopt();
    const sameWindow = (['mode', 'window', 'windowMs', 'windowBuckets', 'windowCalls'] as const).every(
      (key) => before[key] === after[key],
    );
    if (sameWindow || this.#phase.kind === 'isolated') return;
    if (this.#phase.kind === 'closed') this.#phase = this.#closed();
    else if (after.mode === 'disabled') this.#close(this.#clock.nowMs());
  }

  #adopt(): void {
    this.#sharesHandlers = this.#settings.slowCallMs === null && this.#settings.mode !== 'disabled';
    this.#timedWindow = this.#settings.window === 'time';
  }

  #isSlow(durationMs: number): boolean {
    const { slowCallMs } = this.#settings;
    return slowCallMs !== null && durationMs >= slowCallMs;
  }

  #closed(): ClosedPhase {
    const phase: ClosedPhase = {
      kind: 'closed',
      window: createWindow(this.#settings),
      failuresInARow: 0,
      lastFailure: undefined,
      onValue: (value) => {
        if (this.#predicates.isFailureValue !== undefined && valueCounts(this.#predicates, value))
          this.#record(phase, failedBit, value, this.#clock.nowMs());
        else this.#record(phase, 0, undefined, this.#timedWindow ? this.#clock.coarseMs() : 0);
        return value;
      },
      onError: (error) => {
        if (errorCounts(this.#predicates, error)) this.#record(phase, failedBit, error, this.#clock.nowMs());
        throw error;
      },
    };
    return phase;
  }

  #record(phase: ClosedPhase, marks: number, cause: unknown, nowMs: number): void {
    if (phase !== this.#phase) return;
    const { window } = phase;
    window.record(marks, nowMs);
    if ((marks & failedBit) === 0) {
      phase.failuresInARow = 0;
    } else {
      phase.failuresInARow++;
      phase.lastFailure = cause;
    }
    if ((window.failures > 0 || window.slowCalls > 0) && this.#isTripped(phase))
      this.#open(1, phase.lastFailure, this.#clock.nowMs());
  }

  #isTripped({ window, failuresInARow }: ClosedPhase): boolean {
    const settings = this.#settings;
    if (settings.consecutiveFailures > 0 && failuresInARow >= settings.consecutiveFailures) return true;
    if (window.calls < settings.minimumCalls) return false;
    return (
      window.failures / window.calls >= settings.failureRateThreshold ||
      (settings.slowCallMs !== null && window.slowCalls / window.calls >= settings.slowCallRateThreshold)
    );
  }

  #trialEnded(trial: Trial, nowMs: number, result: 'good' | 'bad' | 'nothing', cause: unknown): void {
    this.#settleTime(nowMs, false);
    const { phase } = trial;
    if (phase !== this.#phase) return;
    phase.trials.splice(phase.trials.indexOf(trial), 1);
    if (result === 'bad') this.#open(phase.opening + 1, cause ?? phase.cause, nowMs);
    else if (result === 'good' && ++phase.successes >= this.#settings.trialsToClose) this.#close(nowMs);
  }

  /** Applies what time alone changes: a hung trial opens the circuit at the instant its wait ended; a break that is over ends when a call comes. */
  #settleTime(nowMs: number, callWaits: boolean): void {
    for (;;) {
      const phase = this.#phase;
      if (phase.kind === 'half-open' && phase.trials.length > 0) {
        const hungAtMs = phase.trials[0]!.startedMs + this.#settings.trialMaxWaitMs;
        if (nowMs < hungAtMs) return;
        this.#open(phase.opening + 1, phase.cause, hungAtMs);
      } else if (phase.kind === 'open' && callWaits && nowMs >= phase.untilMs) {
        const { opening, cause } = phase;
        const message = `The circuit "${this.name}" is half-open and all its trial calls are in flight`;
        this.#enter(
          { kind: 'half-open', opening, cause, message, trials: [], successes: 0 },
          nowMs,
          0,
          cause,
        );
      } else return;
    }
  }

  #open(opening: number, cause: unknown, atMs: number): void {
    const breakMs = breakDurationMs(this.#settings, opening);
    const message = `The circuit "${this.name}" is open`;
    this.#enter({ kind: 'open', untilMs: atMs + breakMs, opening, cause, message }, atMs, breakMs, cause);
  }

  #close(atMs: number): void {
    if (this.#phase.kind === 'closed') this.#phase = this.#closed();
    else this.#enter(this.#closed(), atMs, 0, undefined);
  }

  #enter(phase: Phase, atMs: number, breakMs: number, cause: unknown): void {
    const from = this.#phase.kind;
    this.#phase = phase;
    if (this.#transitions.size > 0)
      this.#transitions.emit({ breaker: this.name, from, to: phase.kind, atMs, breakMs, cause });
  }
}
