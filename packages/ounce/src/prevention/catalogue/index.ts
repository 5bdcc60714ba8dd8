export { loadStarterCatalogue } from './load-starter.ts';
export { addRootCause } from './root-causes.ts';
export { saveTarget } from './save-target.ts';
export { starterPreventions, starterRootCauses } from './starter.ts';
export { idOf } from './strategy.ts';
export { acceptedPerMonth, starterTargets } from './targets.ts';
