import { millisecondsPerDay, type TimeSpan } from '../rates/observed-window.ts';

export interface ActivePrevention {
  readonly id: string;
  /** From when on it protects; it does so until the end of what is looked at. */
  readonly activeFromMs: number;
}

export interface CreditShare {
  readonly id: string;
  /** Incidents that did not happen, counted to this prevention; negative when there were more than expected. */
  readonly avoided: number;
  /** Those preventions that were active at the same time, with which the credit was shared evenly. */
  readonly sharedWith: readonly string[];
  /** Share of its own time in which no other prevention was active; its effect can be told apart only there. */
  readonly aloneShare: number;
}

/**
 * Divides the incidents that did not happen among preventions against the same incidents: each stretch's
 * expected − observed goes in equal parts to those active in it, which is Shapley's value (1953) as long as the data
 * cannot tell them apart. The parts add up to the whole; stretches with no active prevention credit nobody.
 */
export function sharedCredit(
  preventions: readonly ActivePrevention[],
  incidentTimesMs: readonly number[],
  expectedPerDay: number,
  period: TimeSpan,
): CreditShare[] {
  const cuts = [...preventions.map(({ activeFromMs }) => activeFromMs), period.startMs, period.endMs]
    .filter((atMs) => atMs >= period.startMs && atMs <= period.endMs)
    .sort((a, b) => a - b);
  const tallies = new Map(preventions.map(({ id }) => [id, { avoided: 0, days: 0, alone: 0 }]));
  const times = incidentTimesMs.toSorted((a, b) => a - b);
  let next = 0;
  for (let i = 1; i < cuts.length; i++) {
    const startMs = cuts[i - 1]!;
    const endMs = cuts[i]!;
    if (endMs === startMs) continue;
    while (next < times.length && times[next]! < startMs) next += 1;
    const first = next;
    while (next < times.length && times[next]! < endMs) next += 1;
    const active = preventions.filter(({ activeFromMs }) => activeFromMs <= startMs).map(({ id }) => id);
    const days = (endMs - startMs) / millisecondsPerDay;
    for (const id of active) {
      const tally = tallies.get(id)!;
      tally.avoided += (expectedPerDay * days - (next - first)) / active.length;
      tally.days += days;
      if (active.length === 1) tally.alone += days;
    }
  }
  // Each protects until the end: whoever begins before it has been active together with all the others that did.
  const ever = preventions.filter(({ id }) => tallies.get(id)!.days > 0).map(({ id }) => id);
  return [...tallies].map(([id, { avoided, days, alone }]) => ({
    id,
    avoided,
    sharedWith: days > 0 ? ever.filter((other) => other !== id) : [],
    aloneShare: days > 0 ? alone / days : 0,
  }));
}
