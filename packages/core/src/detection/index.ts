export { allOf, anyOf, type ConditionResult, evaluateCondition, type Truth } from './condition.ts';
export { detect } from './detect.ts';
export {
  checkThresholds,
  type DetectedType,
  type DetectionRule,
  detectionRule,
  detections,
  type Thresholds,
} from './rule.ts';
export {
  type DetectedIncident,
  type DetectionEvent,
  type DetectionPhase,
  type DetectionState,
  initialDetectionState,
  type OpenIncident,
} from './state.ts';
