export { askCapacity, eventsOf } from './ask-capacity.ts';
export { backtest } from './backtest.ts';
export { plansOfThePast } from './plans-of-the-past.ts';
export { sayShortage } from './say-shortage.ts';
export { servicePlan } from './service-plan.ts';
export { watchCapacity } from './watch.ts';
export { type CapacitySettings, type WeekAhead, type WeekAheadOutcome, weekAhead } from './week-ahead.ts';
export { offsetChanges } from './zone-offsets.ts';
