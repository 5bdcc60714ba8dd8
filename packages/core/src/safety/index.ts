export { ActionLog, blastRadiusWindowMs, type RecentActions } from './action-log.ts';
export type { GateContext } from './context.ts';
export { type FreezeState, free, freezeAfter } from './freeze.ts';
export { type Freshness, freshnessOf } from './freshness.ts';
export { type GateAct, type GateHeld, type GateVerdict, gate } from './gate.ts';
export { limitText } from './gate-admission.ts';
export { type HeldByPlatform, heldOnceMore } from './held-by-platform.ts';
export {
  defaultPromotionBounds,
  falsePositiveShare,
  type PromotionBounds,
  type PromotionVerdict,
  promotion,
  recall,
  stepBack,
} from './promotion.ts';
export { checkGuardRails, defaultGuardRails, type GuardRails, guardRailSpecs } from './rails.ts';
export { inShare, stablePosition } from './share.ts';
