import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { type CapacityPlanningSettings, settingSpecs } from './settings.ts';
import { type CapacityPlanningState, initialState } from './state.ts';

/** Carries the plan of the week ahead out: replicas are there before the hour that needs them. */
export const capacityPlanning: Control<CapacityPlanningSettings, CapacityPlanningState> = {
  id,
  incidentType: 'queue_backlog',
  title: 'Capacity planning',
  says: 'Forecasts the week by hour and has the replicas of each hour there before it begins.',
  needs: ['arrivalRate'],
  plans: true,
  settings: settingSpecs,
  initialState,
  decide,
  grade,
};
