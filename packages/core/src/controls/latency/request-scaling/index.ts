import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { checkSettings, type RequestScalingSettings, settingSpecs } from './settings.ts';
import { initialState, type RequestScalingState } from './state.ts';

export type { RequestScalingSettings, RequestScalingState };

/** Sizes a service that answers requests, so that a foreseen load finds replicas that are ready. */
export const requestScaling: Control<RequestScalingSettings, RequestScalingState> = {
  id,
  incidentType: 'latency_spike',
  title: 'Request scaling',
  says: 'Forecasts the requests of a service and scales it before its replicas are busier than they should be.',
  needs: ['arrivalRate'],
  standIns: { arrivalRate: 'utilisation' },
  settings: settingSpecs,
  checkSettings,
  initialState,
  decide,
  grade,
};
