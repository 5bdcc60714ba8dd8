export { type News, raiseAlarms } from './alarm.ts';
export { ruleChances } from './chances.ts';
export { closePreventionReview } from './close-review.ts';
export { RecurrenceDetector } from './detector.ts';
export { type Channel, Outbox } from './outbox.ts';
export type { RecurrenceSettings } from './settings.ts';
