import { CircuitBreaker } from '../breaker/breaker.ts';
import { type Clock, systemClock } from '../clock.ts';
import { outerDeadlineMs } from '../deadline/deadline.ts';
import { hedge } from '../fallback/hedge.ts';
import { AdaptiveLimit } from '../limits/adaptive-limit.ts';
import { Bulkhead } from '../limits/bulkhead.ts';
import { RateLimiter } from '../limits/rate-limiter.ts';
import { DeadlineError, type Rejection } from '../rejection.ts';
import { RetryBudget } from '../retry/budget.ts';
import { CallCounters } from '../telemetry/counters.ts';
import { TimerWheel } from '../timer-wheel.ts';
import { type Call, calls } from './call.ts';
import type { CallOptions, PolicyCode, Work } from './context.ts';
import type { PolicyRuntime } from './runtime.ts';
import { type PolicySettings, type ResolvedPolicySettings, resolvePolicySettings } from './settings.ts';

export interface PolicyOptions extends PolicySettings, PolicyCode {
  /** Shown in errors and transitions. */
  readonly name: string;
  readonly clock?: Clock;
  /** A wheel on the same clock, to be shared among policies. */
  readonly wheel?: TimerWheel;
  /** Uniform in [0, 1): the jitter of back-offs. */
  readonly random?: () => number;
}

const noOptions: CallOptions = Object.freeze({});

/**
 * The pieces that guard the calls to one dependency, in this order: rate limit, bulkhead, adaptive limit, breaker, deadline, the work; and
 * retry around all but the rate limit.
 */
export class Policy {
  readonly name: string;
  readonly #runtime: PolicyRuntime;

  /** @throws SettingsError that names the wrong value */
  constructor(options: PolicyOptions) {
    const {
      name,
      clock = systemClock,
      wheel = new TimerWheel(clock),
      random = Math.random,
      ...rest
    } = options;
    const { isFailure, isFailureValue, isRetryable, retryAfterMs, discard, ...given } = rest;
    const settings = resolvePolicySettings([given], name);
    this.name = name;
    this.#runtime = {
      name,
      clock,
      wheel,
      random,
      code: { isFailure, isFailureValue, isRetryable, retryAfterMs, discard },
      breaker: new CircuitBreaker({ name, clock, isFailure, isFailureValue, ...settings.breaker }),
      retryBudget: new RetryBudget(settings.retry?.budgetShare ?? 0, settings.retry?.budgetBurst ?? 1),
      counters: new CallCounters(),
      settings,
      bulkhead: null,
      rateLimiter: null,
      adaptiveLimit: null,
    };
    this.#adopt(settings);
  }

  get breaker(): CircuitBreaker {
    return this.#runtime.breaker;
  }

  get settings(): ResolvedPolicySettings {
    return this.#runtime.settings;
  }

  get counters(): CallCounters {
    return this.#runtime.counters;
  }

  /** Calls waiting for a permit of the bulkhead. */
  get queued(): number {
    return this.#runtime.bulkhead?.queued ?? 0;
  }

  /** The adaptive limit's present level; `undefined` when there is none. */
  get concurrencyLimit(): number | undefined {
    return this.#runtime.adaptiveLimit?.limit;
  }

  /** Replaces the settings; calls in flight end under those they began with. @throws SettingsError and changes nothing */
  configure(settings: PolicySettings): void {
    const resolved = resolvePolicySettings([settings], this.name);
    this.#runtime.breaker.configure(resolved.breaker);
    this.#adopt(resolved);
  }

  /**
   * Runs `work` under the policy. Its value or error comes through unchanged; what the guard itself refuses is a `Rejection`; a caller's cancel
   * comes back as the caller's own reason.
   *
   * @throws BreakerOpenError, IsolatedError, DeadlineError, BulkheadFullError, ConcurrencyLimitError, RateLimitError (as rejections)
   */
  execute<Value>(work: Work<Value>, options: CallOptions = noOptions): Promise<Value> {
    const { settings, retryBudget } = this.#runtime;
    if (settings.hedge !== null && options.idempotent === true) {
      const { signal, ...rest } = options;
      return hedge<Value>((own) => this.#run(work, { ...rest, signal: own }), {
        ...settings.hedge,
        signal,
        clock: this.#runtime.clock,
        wheel: this.#runtime.wheel,
        mayStart: () => retryBudget.take(),
      });
    }
    return this.#run(work, options);
  }

  #run<Value>(work: Work<Value>, options: CallOptions): Promise<Value> {
    const runtime = this.#runtime;
    const { signal } = options;
    if (signal?.aborted) {
      runtime.counters.ended('cancelled');
      return Promise.reject(signal.reason);
    }
    const nowMs = runtime.clock.nowMs();
    const budgetMs = options.budgetMs === undefined ? runtime.settings.budgetMs : options.budgetMs;
    const ownMs = budgetMs === null ? Number.POSITIVE_INFINITY : nowMs + budgetMs;
    const outerMs = outerDeadlineMs(signal);
    if (outerMs <= nowMs) return this.#refuse(this.#tooLate());
    const waitMs = runtime.rateLimiter?.take(nowMs) ?? 0;
    if (waitMs > 0) return this.#refuse(runtime.rateLimiter!.rejection(waitMs));
    runtime.retryBudget.callBegan();
    const call = calls.take() as Call<Value>;
    call.beganMs = nowMs;
    call.deadlineMs = Math.min(ownMs, outerMs);
    return call.begin(runtime, work, options, outerMs < ownMs);
  }

  #tooLate(): DeadlineError {
    return new DeadlineError(
      `"${this.name}" was not called: the outer deadline has passed`,
      undefined,
      undefined,
    );
  }

  #refuse(rejection: Rejection): Promise<never> {
    this.#runtime.counters.rejected(rejection.code);
    return Promise.reject(rejection);
  }

  #adopt(settings: ResolvedPolicySettings): void {
    const runtime = this.#runtime;
    const { name, clock, wheel } = runtime;
    const { retry, bulkhead, rateLimit, adaptiveLimit } = settings;
    runtime.settings = settings;
    if (retry) runtime.retryBudget.configure(retry.budgetShare, retry.budgetBurst);
    if (!bulkhead) runtime.bulkhead = null;
    else if (runtime.bulkhead) runtime.bulkhead.configure(bulkhead);
    else runtime.bulkhead = new Bulkhead({ name, clock, wheel, ...bulkhead });
    if (!rateLimit) runtime.rateLimiter = null;
    else if (runtime.rateLimiter) runtime.rateLimiter.configure(rateLimit);
    else runtime.rateLimiter = new RateLimiter({ name, clock, ...rateLimit });
    if (!adaptiveLimit) runtime.adaptiveLimit = null;
    else if (runtime.adaptiveLimit) runtime.adaptiveLimit.configure(adaptiveLimit);
    else runtime.adaptiveLimit = new AdaptiveLimit({ name, clock, ...adaptiveLimit });
  }
}
