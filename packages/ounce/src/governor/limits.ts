import type { GateVerdict, GuardRails, ReplicaLimits } from '@ounce/core';

/** The guard rails, no wider than what the platform allows: an order that another scaler would undo is not given. */
export function railsWithin(rails: GuardRails, limits: ReplicaLimits | undefined): GuardRails {
  if (!limits) return rails;
  const ceiling = Math.min(rails.ceiling, limits.most);
  return { ...rails, ceiling, floor: Math.min(Math.max(rails.floor, limits.least), ceiling) };
}

/** Names who holds an action back, where it was not the guard rails themselves. */
export function whoLimits(
  verdict: GateVerdict,
  rails: GuardRails,
  limits: ReplicaLimits | undefined,
): string | undefined {
  if (verdict.kind !== 'held' || !limits) return undefined;
  const isTheirs =
    (verdict.because === 'at-ceiling' && limits.most < rails.ceiling) ||
    (verdict.because === 'at-floor' && limits.least > rails.floor);
  return isTheirs ? `as ${limits.by} says` : undefined;
}
