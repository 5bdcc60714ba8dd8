export * from './attribution/poisson-regression.ts';
export * from './attribution/regression-to-mean.ts';
export * from './attribution/shared-credit.ts';
export * from './attribution/staggered-rollout.ts';
export * from './availability/downtime.ts';
export * from './availability/error-budget.ts';
export * from './availability/service-credits.ts';
export * from './distributions/index.ts';
export * from './durations/compare-durations.ts';
export type { DurationSample, ObservedDuration } from './durations/duration-sample.ts';
export * from './durations/kaplan-meier.ts';
export * from './durations/log-rank.ts';
export * from './durations/median-interval.ts';
export * from './durations/rank-test.ts';
export * from './durations/shift.ts';
export * from './effect/assess-effect.ts';
export {
  assessTimes,
  type TimeMetric,
  type TimesAnswer,
  type TimesDisagreement,
  type TimesVerdict,
} from './effect/assess-times.ts';
export type { Direction, DowntimeChange } from './effect/downtime-change.ts';
export { type DurationsChange, durationsChange } from './effect/durations-change.ts';
export * from './effect/question.ts';
export type { SeverityChange } from './effect/severity-change.ts';
export type { Disagreement, EffectVerdict } from './effect/verdict.ts';
export * from './experiment-strength.ts';
export * from './random.ts';
export * from './rates/dispersion.ts';
export * from './rates/improvement-probability.ts';
export * from './rates/incident-rate.ts';
export * from './rates/interval.ts';
export * from './rates/observed-window.ts';
export * from './rates/rate-ratio.ts';
export * from './recurrence/rate-aware-rule.ts';
export * from './recurrence/scan-probability.ts';
export * from './sequential/incident-free-days.ts';
export * from './sequential/rate-change.ts';
export * from './sequential/rate-claim.ts';
export * from './sequential/rate-confidence-sequence.ts';
export * from './sequential/rate-evidence.ts';
export * from './sequential/times-claim.ts';
export * from './sequential/times-evidence.ts';
