export * from './clock.ts';
export * from './fault-agent.ts';
export * from './health-probe.ts';
export * from './issue-tracker.ts';
export * from './journal.ts';
export * from './metric-source.ts';
export * from './notifier.ts';
export * from './platform.ts';
