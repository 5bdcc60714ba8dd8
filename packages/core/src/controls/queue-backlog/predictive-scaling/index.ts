import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { checkSettings, type PredictiveScalingSettings, settingSpecs } from './settings.ts';
import { initialState, type PredictiveScalingState } from './state.ts';

export { concurrencyFor } from './concurrency.ts';
export type { Figures as PredictiveScalingFigures, PredictiveScalingEvidence } from './figures.ts';
export {
  checkSettings as checkPredictiveScalingSettings,
  settingSpecs as predictiveScalingSettings,
} from './settings.ts';
export type { PredictiveScalingSettings, PredictiveScalingState };

/** Sizes the consumers of a queue from a forecast, so that the backlog never builds up. */
export const predictiveScaling: Control<PredictiveScalingSettings, PredictiveScalingState> = {
  id,
  incidentType: 'queue_backlog',
  title: 'Predictive scaling',
  says: 'Forecasts the queue five minutes ahead and scales its consumer before the threshold is passed.',
  needs: ['queueDepth'],
  settings: settingSpecs,
  checkSettings,
  initialState,
  decide,
  grade,
};
