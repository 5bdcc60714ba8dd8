import { type Look, perWorker, type Scaler, sloSeconds, startupSeconds } from './world.ts';

/** Peers aim at this share of a worker, as the measurements that this simulator reproduces did. */
const target = 0.7;
const rateWindowSeconds = 60;

/** Mean of the last `seconds` seconds before the look: what `rate(...[1m])` says. */
function meanOf(list: Float64Array, second: number, seconds: number): number {
  const from = Math.max(0, second + 1 - seconds);
  let sum = 0;
  for (let s = from; s <= second; s++) sum += list[s]!;
  return sum / (second + 1 - from);
}

type Metric = (look: Look) => number;

/** Replicas that the arrivals of the last minute ask for. */
export const byRate: Metric = ({ past, second }) =>
  meanOf(past.came, second, rateWindowSeconds) / (perWorker * target);
/** A backlog of two seconds' work is allowed for each replica. */
export const byQueue: Metric = ({ past, second }) => past.depth[second]! / (sloSeconds * perWorker);
export const byBoth: Metric = (look) => Math.max(byRate(look), byQueue(look));

const syncSeconds = 15;

/**
 * The documented behaviour of the horizontal pod autoscaler: every 15 s, nothing within 10 % of the target, at most the larger of
 * +100 % and +4 pods in a step, and down to the highest wish of the last 300 s.
 */
export function hpa(metric: Metric): Scaler {
  const wishes: { readonly second: number; readonly wish: number }[] = [];
  return {
    everySeconds: syncSeconds,
    want: (look) => {
      const { desired, second } = look;
      const value = metric(look);
      const wish = Math.abs(value / desired - 1) <= 0.1 ? desired : Math.ceil(value - 1e-9);
      wishes.push({ second, wish });
      while (wishes[0]!.second <= second - 300) wishes.shift();
      if (wish > desired) return Math.min(wish, Math.max(2 * desired, desired + 4));
      return Math.min(desired, Math.max(...wishes.map((one) => one.wish)));
    },
  };
}

/** KEDA feeds the same autoscaler with values that it asks for every 30 s (its default polling, with cached metrics). */
export function keda(): Scaler {
  let polledAt = Number.NEGATIVE_INFINITY;
  let value = 0;
  return hpa((look) => {
    if (look.second - polledAt >= 30) {
      polledAt = look.second;
      value = byBoth(look);
    }
    return value;
  });
}

/**
 * A predictive autoscaler with linear regression, as published: a straight line through the last six wishes, read off a
 * start-up time and a sync ahead; the larger of it and the wish of now counts.
 */
export function predictiveHpa(): Scaler {
  const seen: { readonly second: number; readonly value: number }[] = [];
  return hpa((look) => {
    const value = byBoth(look);
    seen.push({ second: look.second, value });
    if (seen.length > 6) seen.shift();
    const meanX = seen.reduce((sum, one) => sum + one.second, 0) / seen.length;
    const meanY = seen.reduce((sum, one) => sum + one.value, 0) / seen.length;
    const spread = seen.reduce((sum, one) => sum + (one.second - meanX) ** 2, 0);
    const together = seen.reduce((sum, one) => sum + (one.second - meanX) * (one.value - meanY), 0);
    const slope = spread > 0 ? together / spread : 0;
    const aheadSeconds = startupSeconds + syncSeconds;
    return Math.max(value, meanY + slope * (look.second + aheadSeconds - meanX));
  });
}

/**
 * AWS target tracking on one-minute metrics: out in proportion once three minutes in a row were over the target, in once
 * fifteen in a row were under 90 % of it.
 */
export function awsTargetTracking(): Scaler {
  const minutes: number[] = [];
  return {
    everySeconds: 60,
    want: (look) => {
      const { desired, ready } = look;
      const value = byBoth(look);
      minutes.push(value / ready);
      if (minutes.length > 15) minutes.shift();
      if (minutes.length >= 3 && minutes.slice(-3).every((use) => use > 1)) {
        minutes.length = 0;
        return Math.max(desired, Math.ceil(value));
      }
      if (minutes.length === 15 && minutes.every((use) => use < 0.9)) {
        minutes.length = 0;
        return Math.min(desired, Math.ceil(value));
      }
      return desired;
    },
  };
}

/** AWS step scaling: one minute over the target is enough, and the further over, the larger the step; in by 10 % after 15. */
export function awsStepScaling(): Scaler {
  let low = 0;
  return {
    everySeconds: 60,
    want: (look) => {
      const { desired, ready } = look;
      const use = byBoth(look) / ready;
      low = use < 0.9 ? low + 1 : 0;
      if (use > 1 && desired === ready)
        return Math.ceil(desired * (use > 2 ? 3 : use > 1.5 ? 2 : use > 1.2 ? 1.3 : 1.1));
      if (low < 15) return desired;
      low = 0;
      return Math.floor(desired * 0.9);
    },
  };
}

/** As many as at the start, for ever. */
export const fixed = (): Scaler => ({ everySeconds: 3600, want: ({ desired }) => desired });
