export { type Episode, findEpisodes } from './episodes.ts';
export { type PastIncident, type ResolutionRow, resolutionRows, sayGain } from './gain.ts';
export { type Seen, seenAt } from './resolution.ts';
export { recordedInterval } from './sampling.ts';
