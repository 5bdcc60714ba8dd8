import type { Control } from '../../../model/control.ts';
import { decide, id } from './decide.ts';
import { grade } from './grade.ts';
import { type AdmissionControlSettings, checkSettings, settingSpecs } from './settings.ts';
import { type AdmissionControlState, initialState } from './state.ts';

/** Lets in what the consumers of a queue can carry, so that a surge waits outside instead of in the queue. */
export const admissionControl: Control<AdmissionControlSettings, AdmissionControlState> = {
  id,
  incidentType: 'queue_backlog',
  title: 'Admission control',
  says: 'Lets in what the ready consumers can carry and a bounded excess; the rest is asked back later, the important first.',
  needs: ['queueDepth'],
  settings: settingSpecs,
  checkSettings,
  initialState,
  decide,
  grade,
};
