import type { ExperimentView } from '../api/types.ts';

type Phase = ExperimentView['phase'];

/** The phases that a person sees pass by, in their order; `finished` is what comes after all of them. */
export const shownPhases: readonly Phase[] = ['steady-state', 'fault', 'settling', 'rolling-back'];

export const phaseLabels: Readonly<Record<Phase, string>> = {
  'steady-state': 'Steady state',
  fault: 'Fault',
  settling: 'Settling',
  'rolling-back': 'Rolling back',
  finished: 'Finished',
};
