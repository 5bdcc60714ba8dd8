import type { ActionRecord, ControlView, FreezeView } from '../src/api/types.ts';
import { ceiling, floor, QueueModel, type QueueMoment } from './queue-model.ts';

export const consumer = { service: 'pubsub-consumer', region: 'eu-central' } as const;

const everyMs = 5_000;
const cooldownMs = 12_000;
const calmMs = 50_000;
const largestStep = 8;

type Last = NonNullable<ControlView['last']>;

/** A plausible stand-in for predictive scaling: forecasts, wants, is held back, acts, and says why. */
export class Scaler {
  readonly actions: ActionRecord[] = [];
  last: Last | undefined;
  #seq = 0;
  #actedAtMs = 0;
  #calmSinceMs = 0;

  decide(model: QueueModel, freeze: FreezeView, drill: boolean): void {
    const { now } = model;
    if (now.atMs % everyMs !== 0) return;
    const forecast = forecastOf(model.history);
    const needed = QueueModel.needed(now);
    if (needed >= now.desired) this.#calmSinceMs = now.atMs;
    const calm = now.atMs - this.#calmSinceMs > calmMs;
    const to = needed > now.desired ? needed : calm ? Math.max(floor, now.desired - 2) : now.desired;
    const peak = Math.max(...forecast.map(({ value }) => value));
    if (to === now.desired) {
      const why = `The queue holds ${now.depth} messages and is forecast to stay below ${Math.round(peak) + 20}; ${now.desired} replicas are enough.`;
      this.last = { atMs: now.atMs, action: { kind: 'hold' }, why, forecast, outcome: { kind: 'hold' } };
      return;
    }
    this.#gate(model, { to, peak, forecast, freeze, drill });
  }

  #gate(
    model: QueueModel,
    wanted: {
      to: number;
      peak: number;
      forecast: NonNullable<Last['forecast']>;
      freeze: FreezeView;
      drill: boolean;
    },
  ) {
    const { now } = model;
    const { to, peak, forecast, freeze, drill } = wanted;
    const from = now.desired;
    const clamped = Math.min(ceiling, Math.max(floor, to), from + largestStep);
    const says =
      to > from
        ? `Arrivals are ${now.arrivalRate.toFixed(0)}/s against ${now.serviceRate.toFixed(0)}/s handled; the queue is forecast to reach ${Math.round(peak).toLocaleString('en')} in 5 min.`
        : `Depth has been falling for ${calmMs / 1000} s and arrivals need ${to} replicas.`;
    const action = { kind: 'scale', from, to: clamped } as const;
    const base = { atMs: now.atMs, action, why: says, forecast };
    const because = freeze.frozen
      ? ('frozen' as const)
      : clamped === from
        ? ('at-ceiling' as const)
        : now.atMs - this.#actedAtMs < cooldownMs
          ? ('cooldown' as const)
          : undefined;
    if (because === undefined) {
      model.scaleTo(clamped, now.atMs);
      this.#actedAtMs = now.atMs;
      this.last = { ...base, outcome: { kind: 'acted', action, why: says } };
      this.#record(now, { action, outcome: 'taken', why: says, drill });
      return;
    }
    const why = `${says} ${heldSays[because]}`;
    this.last = { ...base, outcome: { kind: 'held', because, why } };
    this.#record(now, { action, outcome: 'held', because, why, drill });
  }

  #record(
    { atMs }: QueueMoment,
    rest: Pick<ActionRecord, 'action' | 'outcome' | 'because' | 'why' | 'drill'>,
  ) {
    this.#seq += 1;
    const decisionId = `predictive-scaling/${consumer.service}@${consumer.region}/${atMs}`;
    this.actions.unshift({
      ...consumer,
      seq: this.#seq,
      atMs,
      control: 'predictive-scaling',
      decisionId,
      ...rest,
    });
  }
}

const heldSays = {
  frozen: 'Held back: the fleet is frozen.',
  'at-ceiling': `Held back: it already runs the ${ceiling} replicas that are its ceiling.`,
  cooldown: `Held back: the last action is less than ${cooldownMs / 1000} s ago.`,
} as const;

/** The depth carried on along its slope of the last 20 s, which fades; the band grows with the square root of time. */
function forecastOf(history: readonly QueueMoment[]): NonNullable<Last['forecast']> {
  const newest = history.at(-1);
  const before = history.at(-20);
  if (!newest || !before) return [];
  const slope = ((newest.depth - before.depth) / (newest.atMs - before.atMs)) * 1000;
  return Array.from({ length: 20 }, (_, index) => {
    const seconds = (index + 1) * 15;
    const value = Math.max(4, newest.depth + slope * 70 * (1 - Math.exp(-seconds / 70)));
    const spread = (14 + Math.abs(slope) * 6 + newest.depth * 0.06) * Math.sqrt(seconds / 60);
    return {
      atMs: newest.atMs + seconds * 1000,
      value,
      lower: Math.max(0, value - spread),
      upper: value + spread * 1.4,
    };
  });
}
