import type { SeenReplicas } from '../../load/capacity.ts';
import type { PredictiveScalingSettings } from './settings.ts';
import type { NeedBucket } from './state.ts';

const buckets = 20;
/** Of the recent stretches, this share must have needed no more. */
const quantile = 0.9;
/** Of the recent past, at least this share must have been seen. */
const leastSeen = 0.8;

/** What was ordered ahead of a rise or for a backlog may go when neither has been there for so long. */
const overForMs = 60_000;

/** The recent needs after one more: the most of each stretch, and nothing older than `scaleInAfterMs`. */
export function rememberNeed(
  needs: readonly NeedBucket[],
  need: { readonly toStay: number; readonly standing: number },
  nowMs: number,
  intervalMs: number,
  settings: PredictiveScalingSettings,
): readonly NeedBucket[] {
  const bucketMs = bucketLength(intervalMs, settings);
  const recent = needs.filter(
    ({ startMs }) => startMs > nowMs - settings.scaleInAfterMs - bucketMs && startMs <= nowMs,
  );
  const last = recent.at(-1);
  if (last && nowMs - last.startMs < bucketMs)
    return [
      ...recent.slice(0, -1),
      {
        startMs: last.startMs,
        most: Math.max(last.most, need.toStay),
        standing: Math.max(last.standing, need.standing),
      },
    ];
  return [...recent, { startMs: nowMs, most: need.toStay, standing: need.standing }];
}

/** How many replicas may stay: fewer than now only when fewer were enough, seen and sustained, for `scaleInAfterMs`. */
export function mayStay(
  needs: readonly NeedBucket[],
  replicas: SeenReplicas,
  nowMs: number,
  intervalMs: number,
  settings: PredictiveScalingSettings,
): number {
  const { desired, desiredSinceMs, raisedAtMs } = replicas;
  if (!isSeen(needs, nowMs, intervalMs, settings)) return desired;
  if (nowMs - raisedAtMs < settings.scaleInAfterMs) return desired;
  if (nowMs - desiredSinceMs < settings.scaleInEveryMs) return desired;
  const sorted = needs.map(({ most }) => most).sort((a, b) => a - b);
  const enough = sorted[Math.ceil(quantile * sorted.length) - 1]!;
  if (enough >= desired) return desired;
  const step = Math.max(1, Math.floor(settings.scaleInStepShare * desired));
  return Math.max(enough, desired - step);
}

/**
 * How many may stay of what was ordered ahead of a rise or to drain a backlog: once neither has been there for a minute, as
 * many as the arrivals of the last `scaleInAfterMs` needed at the most.
 */
export function mayGiveBack(
  needs: readonly NeedBucket[],
  replicas: SeenReplicas,
  nowMs: number,
  intervalMs: number,
  settings: PredictiveScalingSettings,
): number {
  const { desired, desiredSinceMs, raisedAtMs, ready } = replicas;
  // Later on it cannot be told any more what was asked for by arrivals that have gone since: that goes by steps.
  if (nowMs - raisedAtMs > settings.scaleInAfterMs) return desired;
  if (ready < desired || nowMs - desiredSinceMs < overForMs) return desired;
  if (!isSeen(needs, nowMs, intervalMs, settings)) return desired;
  const lastMs = nowMs - overForMs - bucketLength(intervalMs, settings);
  let enough = 0;
  for (const { startMs, most, standing } of needs)
    enough = Math.max(enough, standing, startMs > lastMs ? most : 0);
  return Math.min(desired, enough);
}

/**
 * How many an order may not fall short of where fewer are shown than were ordered: as many as were ordered, if arrivals have
 * needed them since. What is shown may be false, and then an order for more than it would be one for less than there is.
 */
export function stillOrdered(needs: readonly NeedBucket[], { desired, orderedTo }: SeenReplicas): number {
  if (desired >= orderedTo) return 0;
  return Math.min(orderedTo, Math.max(0, ...needs.map(({ standing }) => standing)));
}

/** Whether the recent past was seen for long enough, and without large holes. */
function isSeen(
  needs: readonly NeedBucket[],
  nowMs: number,
  intervalMs: number,
  settings: PredictiveScalingSettings,
): boolean {
  const first = needs[0];
  const bucketMs = bucketLength(intervalMs, settings);
  if (!first || nowMs - first.startMs < settings.scaleInAfterMs - bucketMs) return false;
  return needs.length * bucketMs >= leastSeen * settings.scaleInAfterMs;
}

function bucketLength(intervalMs: number, { scaleInAfterMs }: PredictiveScalingSettings): number {
  return Math.max(intervalMs, scaleInAfterMs / buckets);
}
