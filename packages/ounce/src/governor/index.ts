export { Governor } from './governor.ts';
export { gradeRecordOf } from './grade-record.ts';
export type { GovernorMemory } from './memory.ts';
export type { ControlSpec, HealthSpec, MetricSpec, ServiceSpec } from './options.ts';
export type { RunningControl, Service } from './service.ts';
