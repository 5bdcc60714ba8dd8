import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { checkSettings, type StandbyHeadroomSettings, settingSpecs } from './settings.ts';
import { historyMs, initialState, learnFromHistory, type StandbyHeadroomState } from './state.ts';

/** Keeps replicas beyond the need, as many as the surges of the past have asked for before others could be ready. */
export const standbyHeadroom: Control<StandbyHeadroomSettings, StandbyHeadroomState> = {
  id,
  incidentType: 'queue_backlog',
  title: 'Standby headroom',
  says: 'Keeps replicas ready beyond the need, sized by the surges that were seen, so that the first seconds of the next are carried.',
  needs: ['queueDepth', 'arrivalRate'],
  settings: settingSpecs,
  checkSettings,
  initialState,
  learn: { signal: 'arrivalRate', spanMs: historyMs, from: learnFromHistory },
  decide,
  grade,
};
