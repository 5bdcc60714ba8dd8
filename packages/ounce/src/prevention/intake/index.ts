export { type Alert, toldByAlertmanager } from './alertmanager.ts';
export { readCloudEvent } from './cloud-events.ts';
export { type IncidentEvent, toldByEvents } from './events.ts';
export { isMeant, toldByPagerDuty } from './pagerduty.ts';
export type { IntakeDefaults } from './settings.ts';
export { isSigned } from './signature.ts';
export { takeIn } from './take-in.ts';
export type { TakenIn } from './told.ts';
