export type { FetchGuardOptions, GuardedFetch, GuardedRequestInit } from './adapters/fetch.ts';
export type { PgGuardOptions } from './adapters/pg.ts';
export type { WrapOptions } from './adapters/wrap.ts';
export {
  Admission,
  type AdmissionOptions,
  type AdmissionOutcome,
  type EnterOptions,
} from './admission/admission.ts';
export type { AdmissionSettings, PushedAdmission } from './admission/settings.ts';
export type { Priority } from './admission/waiting.ts';
export { type BreakerOptions, CircuitBreaker } from './breaker/breaker.ts';
export type { FailurePredicates } from './breaker/classify.ts';
export type { BreakerState, BreakerTransition } from './breaker/phase.ts';
export type { BreakerMode, BreakerSettings } from './breaker/settings.ts';
export { type Clock, type ClockTimer, systemClock } from './clock.ts';
export { type Consumer, type ConsumerSettings, PoisonMessageError } from './consumer/consumer.ts';
export type { JetStreamConsumerLike, JetStreamMessageLike, JetStreamSource } from './consumer/jet-stream.ts';
export type { PgBossJobLike, PgBossLike, PgBossSource } from './consumer/pg-boss.ts';
export type { ConsumerOptions, ConsumerSource } from './consumer/start.ts';
export { budgetHeader, type HeadersLike, readBudgetMs } from './deadline/header.ts';
export { Fallback, type FallbackOptions, type FallbackSettings, type Sourced } from './fallback/fallback.ts';
export { type HedgeOptions, type HedgeSettings, hedge } from './fallback/hedge.ts';
export { createGuard, type Guard, type GuardOptions } from './guard.ts';
export type { CheckResult, HealthCheckOptions } from './health/check.ts';
export {
  createHealth,
  type FastifyLike,
  type FastifyReplyLike,
  type Health,
  type HealthAnswer,
  type HealthOptions,
} from './health/health.ts';
export type { HealthPaths, HttpHandler } from './health/http-handler.ts';
export {
  AdaptiveLimit,
  type AdaptiveLimitOptions,
  type AdaptiveLimitSettings,
} from './limits/adaptive-limit.ts';
export { Bulkhead, type BulkheadOptions, type BulkheadSettings } from './limits/bulkhead.ts';
export { RateLimiter, type RateLimiterOptions, type RateLimitSettings } from './limits/rate-limiter.ts';
export { ManualClock } from './manual-clock.ts';
export type { CallContext, CallOptions, PolicyCode, Work } from './policy/context.ts';
export { Policy, type PolicyOptions } from './policy/policy.ts';
export type { PolicySettings, ResolvedPolicySettings } from './policy/settings.ts';
export type { GuardTransition, RegisteredPolicy } from './registry.ts';
export {
  BreakerOpenError,
  BulkheadFullError,
  ConcurrencyLimitError,
  DeadlineError,
  IsolatedError,
  RateLimitError,
  Rejection,
  SettingsError,
} from './rejection.ts';
export type { RetrySettings } from './retry/settings.ts';
export type { FollowOptions, FollowSettings } from './settings/follow.ts';
export { type DependencySettings, type GuardSettings, guardSettingNames } from './settings/guard-settings.ts';
export type { MeterLike } from './telemetry/open-telemetry.ts';
export { prometheusContentType } from './telemetry/prometheus.ts';
export type { ReportOptions, ReportSettings } from './telemetry/report.ts';
export {
  type UnguardedCall,
  type UnguardedCallWatch,
  type WatchOptions,
  watchUnguardedCalls,
} from './unguarded/watch.ts';
