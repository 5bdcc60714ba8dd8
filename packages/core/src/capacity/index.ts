export * from './alarm.ts';
export * from './days-ahead.ts';
export * from './queue-wait.ts';
export * from './replica-capacity.ts';
export * from './scalability.ts';
export * from './schedule.ts';
export * from './week-plan.ts';
