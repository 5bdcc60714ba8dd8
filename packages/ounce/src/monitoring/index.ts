export { monitoringCost } from './cost.ts';
export { type SeenIncident, seenIncidents, type Watched } from './past-incidents.ts';
export { ReadMeter } from './read-meter.ts';
