export type { EffectSource, MeasuredEffect } from './effects.ts';
export { type NewPrevention, type PreventionChanges, Preventions } from './preventions.ts';
export { nextStatuses } from './rules.ts';
export type { Suggestion } from './suggest.ts';
export type { Verification } from './verification.ts';
