export { Effectiveness, type EffectSettings } from './effectiveness.ts';
export type * from './views.ts';
