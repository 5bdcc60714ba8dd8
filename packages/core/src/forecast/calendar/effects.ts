import { median } from '../numeric/robust.ts';
import { type Calendar, dayOfDate, type KnownEvent, localDay, weekdayOf } from './calendar.ts';

/** The step's part in what is not ordinary. */
export interface SpecialStep {
  readonly holiday: boolean;
  readonly events: readonly KnownEvent[];
}

export interface EffectsInput {
  /** Readings on the local axis; NaN is missing. */
  readonly values: Float64Array;
  readonly localStartMs: number;
  readonly stepMs: number;
  readonly calendar: Calendar;
  /** Asked for history and future alike, by place on the local axis. */
  specialAt(place: number): SpecialStep | undefined;
}

/** What holidays and events do to an ordinary forecast. */
export interface Effects {
  /** The forecast at a place on the local axis, given the ordinary one. */
  apply(ordinary: number, place: number): number;
}

/**
 * Learns, in closed form, how far a holiday moves from its own weekday towards the rest day (a ridge whose prior is "all
 * the way", as heavy as one holiday), and by which ratio each named event lifts the load (the prior is the expected
 * ratio, or none, as heavy as one such event). Ordinary is the median of the slot over the ordinary weeks.
 */
export function learnEffects(input: EffectsInput): Effects {
  const { calendar, stepMs, localStartMs, values } = input;
  const perDay = Math.max(Math.round(86_400_000 / stepMs), 1);
  const dayAt = (place: number) => localDay(localStartMs + place * stepMs);
  const timeOfDay = (place: number) =>
    Math.floor((((localStartMs + place * stepMs) % 86_400_000) + 86_400_000) / stepMs) % perDay;
  const slotOf = (place: number) => weekdayOf(dayAt(place)) * perDay + timeOfDay(place);
  const ordinary = ordinaryWeek(input, slotOf, perDay);
  const rest = calendar.restWeekday ?? 0;
  const towardsRest = (place: number) => {
    const change = ordinary[rest * perDay + timeOfDay(place)]! - ordinary[slotOf(place)]!;
    return Number.isFinite(change) ? change : 0;
  };
  let along = 0;
  let squares = 0;
  const holidays = new Set<number>();
  const ratios = new EventRatios();
  for (let place = 0; place < values.length; place++) {
    const special = input.specialAt(place);
    const usual = ordinary[slotOf(place)]!;
    if (special === undefined || !Number.isFinite(values[place]! + usual)) continue;
    for (const event of special.events) ratios.learn(event, values[place]!, usual);
    if (special.events.length > 0 || !special.holiday) continue;
    holidays.add(dayAt(place));
    const direction = towardsRest(place);
    along += direction * (values[place]! - usual);
    squares += direction ** 2;
  }
  const prior = holidays.size > 0 ? squares / holidays.size : 1;
  const share = Math.max(-0.5, Math.min(1.5, (along + prior) / (squares + prior || 1)));
  return {
    apply(forecast, place) {
      const special = input.specialAt(place);
      if (special === undefined) return forecast;
      let changed = special.holiday ? forecast + share * towardsRest(place) : forecast;
      for (const event of special.events) changed *= ratios.of(event);
      // A pattern that is subtracted must not turn a load negative.
      return forecast >= 0 ? Math.max(changed, 0) : changed;
    },
  };
}

/** Median of each slot of the week over ordinary readings; where a slot has none, that of the same time on other days. */
function ordinaryWeek(input: EffectsInput, slotOf: (place: number) => number, perDay: number): Float64Array {
  const bySlot: number[][] = Array.from({ length: 7 * perDay }, () => []);
  for (let place = 0; place < input.values.length; place++) {
    if (input.specialAt(place) === undefined) bySlot[slotOf(place)]!.push(input.values[place]!);
  }
  return Float64Array.from(bySlot, (readings, slot) => {
    const own = median(readings);
    if (!Number.isNaN(own)) return own;
    return median(Array.from({ length: 7 }, (_, day) => median(bySlot[day * perDay + (slot % perDay)]!)));
  });
}

/** Least squares of event readings on ordinary ones, by name, with a prior as heavy as one whole event. */
class EventRatios {
  readonly #sums = new Map<string, { along: number; squares: number; starts: Set<number> }>();

  learn(event: KnownEvent, value: number, usual: number): void {
    const sums = this.#sums.get(event.name) ?? { along: 0, squares: 0, starts: new Set() };
    sums.along += value * usual;
    sums.squares += usual ** 2;
    sums.starts.add(event.startMs);
    this.#sums.set(event.name, sums);
  }

  of(event: KnownEvent): number {
    const expected = event.expectedRatio ?? 1;
    const sums = this.#sums.get(event.name);
    if (sums === undefined || !(sums.squares > 0)) return expected;
    // Without anyone's expectation a quarter of an event is enough of a prior: the past is all there is.
    const weight = (sums.squares / sums.starts.size) * (event.expectedRatio === undefined ? 0.25 : 1);
    return Math.max((sums.along + weight * expected) / (sums.squares + weight), 0);
  }
}

/** The holidays and events on the local axis. Undefined at a place means an ordinary step. */
export function specialSteps(
  localStartMs: number,
  stepMs: number,
  calendar: Calendar,
  events: readonly (KnownEvent & { readonly fromPlace: number; readonly toPlace: number })[],
): (place: number) => SpecialStep | undefined {
  const holidays = new Set(calendar.holidays.map(dayOfDate));
  return (place) => {
    const holiday = holidays.size > 0 && holidays.has(localDay(localStartMs + place * stepMs));
    const here = events.filter((event) => place >= event.fromPlace && place < event.toPlace);
    return holiday || here.length > 0 ? { holiday, events: here } : undefined;
  };
}
