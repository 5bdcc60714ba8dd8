import type { CircuitBreaker } from '../breaker/breaker.ts';
import type { Clock } from '../clock.ts';
import type { AdaptiveLimit } from '../limits/adaptive-limit.ts';
import type { Bulkhead } from '../limits/bulkhead.ts';
import type { RateLimiter } from '../limits/rate-limiter.ts';
import type { RetryBudget } from '../retry/budget.ts';
import type { CallCounters } from '../telemetry/counters.ts';
import type { TimerWheel } from '../timer-wheel.ts';
import type { PolicyCode } from './context.ts';
import type { ResolvedPolicySettings } from './settings.ts';

/** Everything that the calls of one policy share. `settings` and the pieces change when settings are pushed. */
export interface PolicyRuntime {
  readonly name: string;
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly code: PolicyCode;
  readonly breaker: CircuitBreaker;
  readonly retryBudget: RetryBudget;
  readonly counters: CallCounters;
  settings: ResolvedPolicySettings;
  bulkhead: Bulkhead | null;
  rateLimiter: RateLimiter | null;
  adaptiveLimit: AdaptiveLimit | null;
}
