export { type ControlledSettings, controlledScaler } from './controlled.ts';
export * from './outcome.ts';
export {
  replayScaling,
  type Scaler,
  type ScalingLook,
  type ScalingMoment,
  type ScalingQuestion,
} from './queue-world.ts';
export { type ReactiveSettings, reactiveScaler } from './reactive.ts';
