export { Experiments } from './experiments.ts';
export { findScenario } from './find-scenario.ts';
export { sayCondition } from './marks.ts';
export type { ExperimentRun } from './runner.ts';
export { percent, sayFault, seconds } from './say.ts';
export { checkScenario } from './scenario-schema.ts';
export { builtInScenarios } from './scenarios/index.ts';
export { variantsOf } from './scenarios/variants.ts';
export { worldOf } from './world.ts';
