export {
  type ServiceHealthSettings,
  type ServiceHealthState,
  serviceHealth,
} from './circuit-breaker/service-health/index.ts';
export { afterProbe, newInstanceHealth } from './circuit-breaker/service-health/probes.ts';
export { type KeptEvidence, keptEvidence, type TrimOptions, trimView } from './evidence.ts';
export {
  type RequestScalingSettings,
  type RequestScalingState,
  requestScaling,
} from './latency/request-scaling/index.ts';
export { readingsOutside } from './load/arrivals.ts';
export {
  type Episode,
  findEpisodes,
  type PastIncident,
  type ResolutionRow,
  recordedInterval,
  resolutionRows,
  type Seen,
  sayGain,
  seenAt,
} from './queue-backlog/monitoring-resolution/index.ts';
export {
  concurrencyFor,
  type PredictiveScalingEvidence,
  type PredictiveScalingFigures,
  type PredictiveScalingSettings,
  type PredictiveScalingState,
  predictiveScaling,
} from './queue-backlog/predictive-scaling/index.ts';
export { controlById, controls, settingsOf } from './registry.ts';
export { type Redecided, type Replayed, type ReplayOptions, redecide, replay } from './replay.ts';
export { settingsTable } from './settings-table.ts';
