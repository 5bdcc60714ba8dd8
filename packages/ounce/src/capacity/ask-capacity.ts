import { type KnownEvent, type ServiceRef, serviceKey } from '@ounce/core';
import type { History } from '../history/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import { type CapacitySettings, type WeekAheadOutcome, weekAhead } from './week-ahead.ts';

const hourMs = 3_600_000;
/** Older ones measured another version of the service. */
const mostLoadTests = 5;
const teachesFromMs = 56 * 24 * hourMs;

export interface CapacityWorld {
  readonly clock: Clock;
  readonly history: Pick<History, 'hours' | 'readings'>;
  readonly ledger: Pick<Ledger, 'query'>;
  /** What the config says of a service. */
  readonly settingsOf: (of: ServiceRef) => Omit<CapacitySettings, 'effort' | 'incidents' | 'loadTests'>;
}

interface Answer {
  readonly hour: number;
  /** What people had said by then: another launch or load test makes another answer. */
  readonly told: string;
  readonly outcome: WeekAheadOutcome;
}

/** Answers what lies ahead of a service, and remembers the answer until the next hour begins. */
export function askCapacity({ clock, history, ledger, settingsOf }: CapacityWorld) {
  const answers = new Map<string, Answer>();
  const fleet = new FleetPeaks();
  const at = (of: ServiceRef, effort: CapacitySettings['effort'], nowMs: number) => {
    const settings = settingsOf(of);
    return weekAhead(history, of, nowMs, {
      ...{ ...settings, effort, othersPeaks: fleet.without(of) },
      events: eventsOf(ledger, of, settings.events ?? []),
      incidents: incidentsOf(ledger, of, nowMs),
      loadTests: ledger.query.loadTests(of).slice(-mostLoadTests),
    });
  };
  return (of: ServiceRef, effort: CapacitySettings['effort'], asOfMs?: number): WeekAheadOutcome => {
    if (asOfMs !== undefined) return at(of, effort, asOfMs);
    const nowMs = clock.nowMs();
    const hour = Math.floor(nowMs / hourMs);
    const key = `${serviceKey(of)} ${effort}`;
    const told = JSON.stringify([ledger.query.announcedEvents(), ledger.query.loadTests(of).length]);
    const known = answers.get(key);
    if (known?.hour === hour && known.told === told) return known.outcome;
    const outcome = at(of, effort, nowMs);
    if (outcome.kind === 'week') fleet.keep(of, outcome.peakScores);
    // A list needs no hours: ten thousand services times 168 of them would be the most of the memory.
    answers.set(key, { hour, told, outcome: effort === 'light' ? withoutHours(outcome) : outcome });
    return outcome;
  };
}

function withoutHours(outcome: WeekAheadOutcome): WeekAheadOutcome {
  return outcome.kind === 'week' ? { ...outcome, hours: [] } : outcome;
}

/** Newest of each, and no more of all together than a quantile needs. */
const scoresKept = 60;
const scoresUsed = 3_000;

/** What each service has seen of peaks that came as a surprise. */
class FleetPeaks {
  readonly #kept = new Map<string, Float64Array>();

  keep(of: ServiceRef, scores: Float64Array): void {
    this.#kept.set(serviceKey(of), scores.slice(-scoresKept));
  }

  without(of: ServiceRef): Float64Array {
    const used: number[] = [];
    for (const [key, scores] of this.#kept) {
      if (key !== serviceKey(of)) used.push(...scores);
      if (used.length >= scoresUsed) break;
    }
    return Float64Array.from(used);
  }
}

/** Those of the config, and those that people have announced since. */
export function eventsOf(
  { query }: Pick<Ledger, 'query'>,
  { service }: ServiceRef,
  configured: readonly KnownEvent[],
): KnownEvent[] {
  const announced = query.announcedEvents().filter(({ services }) => !services || services.includes(service));
  return [...configured, ...announced];
}

/** What happened in an incident or a drill says nothing of an ordinary week. */
function incidentsOf({ query }: Pick<Ledger, 'query'>, of: ServiceRef, nowMs: number) {
  const { items } = query.incidents({ ...of, sinceMs: nowMs - teachesFromMs, limit: 1000 });
  return items.map(({ startedAtMs, resolvedAtMs }) => ({
    startMs: startedAtMs,
    endMs: resolvedAtMs ?? nowMs,
  }));
}
