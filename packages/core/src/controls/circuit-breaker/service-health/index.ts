import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { checkSettings, type ServiceHealthSettings, settingSpecs } from './settings.ts';
import { initialState, type ServiceHealthState } from './state.ts';

export type { ServiceHealthSettings, ServiceHealthState };

/** Restarts single instances that do not answer their probes, and says when restarting would be useless. */
export const serviceHealth: Control<ServiceHealthSettings, ServiceHealthState> = {
  id,
  incidentType: 'circuit_breaker_open',
  title: 'Service health',
  says: 'Restarts an instance that fails its probes, with back-off, and never the whole service.',
  needs: [],
  settings: settingSpecs,
  checkSettings,
  initialState,
  decide,
  grade,
};
