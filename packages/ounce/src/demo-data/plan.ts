import { createRandom, type Random, sampleNormal } from '@ounce/core';

export const dayMs = 86_400_000;
export const minuteMs = 60_000;

export type FaultKind = 'queue_backlog' | 'circuit_breaker_open' | 'latency_spike' | 'error_rate_spike';

/** Something goes wrong for a while; whether that becomes an incident, detection and controls decide. */
export interface PlannedFault {
  readonly atMs: number;
  readonly kind: FaultKind;
  /** How long until a person (or time) has ended the cause. */
  readonly durationMs: number;
  /** Arrivals times so much; only for backlogs. */
  readonly factor: number;
  readonly rootCause: string;
}

/** What people do about preventions, and when. */
export interface Milestone {
  readonly atMs: number;
  readonly preventionId: string;
  readonly to: 'in_progress' | 'complete' | 'ineffective' | 'verified';
  readonly reason?: string;
}

export interface YearPlan {
  readonly startMs: number;
  readonly endMs: number;
  readonly faults: readonly PlannedFault[];
  readonly milestones: readonly Milestone[];
  /** Backlog drills. The prevention is tried every month; one month was forgotten. */
  readonly drills: readonly number[];
  /** A region that failed, told by a person. */
  readonly failoverMs: number;
}

interface Habit {
  readonly kind: FaultKind;
  readonly perMonth: number;
  /** Median minutes until the cause is ended. */
  readonly minutes: number;
  readonly causes: readonly string[];
  /** The share of faults that still come once this much of the year is over. */
  readonly after: { readonly shareOfYear: number; readonly left: number; readonly minutes: number };
}

/** How often it went wrong before, as in the source document; what is left after says what the prevention really does. */
const habits: readonly Habit[] = [
  {
    ...{ kind: 'queue_backlog', perMonth: 3, minutes: 25 },
    causes: ['no-predictive-scaling', 'capacity-planning-outdated', 'auto-scaling-threshold-too-high'],
    // The spikes go on coming; the control answers them.
    after: { shareOfYear: 0.5, left: 1, minutes: 12 },
  },
  {
    ...{ kind: 'circuit_breaker_open', perMonth: 2, minutes: 8 },
    causes: [
      'downstream-service-unreliable',
      'no-timeout-on-dependency-calls',
      'slow-service-causing-cascades',
    ],
    after: { shareOfYear: 0.4, left: 0.25, minutes: 4 },
  },
  {
    ...{ kind: 'latency_spike', perMonth: 3, minutes: 15 },
    causes: ['inefficient-queries', 'resource-contention', 'gc-pauses'],
    // The prevention that did not help.
    after: { shareOfYear: 0.45, left: 1, minutes: 15 },
  },
  {
    ...{ kind: 'error_rate_spike', perMonth: 2, minutes: 18 },
    causes: ['deployment-bugs', 'configuration-errors', 'dependency-failures'],
    after: { shareOfYear: 0.6, left: 0.6, minutes: 12 },
  },
];

/** A year of faults and of what was done about them. The same seed and end give the same year. */
export function planYear(seed: number, endMs: number): YearPlan {
  const random = createRandom(seed);
  const startMs = endMs - 365 * dayMs;
  const at = (share: number) => startMs + Math.round(share * 365) * dayMs + 10 * 3_600_000;
  const faults = habits.flatMap((habit) => faultsOf(habit, random, startMs, endMs));
  return {
    ...{ startMs, endMs },
    faults: apart(faults.sort((a, b) => a.atMs - b.atMs)),
    milestones: [
      { atMs: at(0.2), preventionId: 'predictive-scaling', to: 'in_progress' },
      { atMs: at(0.5), preventionId: 'predictive-scaling', to: 'complete' },
      { atMs: at(0.4), preventionId: 'circuit-breaker-pattern', to: 'complete' },
      { atMs: at(0.3), preventionId: 'query-performance-monitoring', to: 'in_progress' },
      { atMs: at(0.45), preventionId: 'query-performance-monitoring', to: 'complete' },
      {
        ...{ atMs: at(0.85), preventionId: 'query-performance-monitoring', to: 'ineffective' },
        reason: 'Latency spikes come as often as before; the slow queries are not where we looked.',
      },
      { atMs: at(0.7), preventionId: 'canary-deployments', to: 'in_progress' },
    ],
    drills: [0.53, 0.61, 0.69, 0.86, 0.94].map(at),
    failoverMs: at(0.33),
  };
}

function faultsOf(
  { kind, perMonth, minutes, causes, after }: Habit,
  random: Random,
  startMs: number,
  endMs: number,
): PlannedFault[] {
  const found: PlannedFault[] = [];
  const meanMs = (30.4375 * dayMs) / perMonth;
  for (let atMs = startMs + dayMs; ; ) {
    atMs += -Math.log(1 - random()) * meanMs;
    if (atMs > endMs - dayMs) return found;
    const isAfter = atMs > startMs + after.shareOfYear * 365 * dayMs;
    const stays = !isAfter || random() < after.left;
    const durationMs = (isAfter ? after.minutes : minutes) * minuteMs * Math.exp(0.5 * sampleNormal(random));
    const rootCause = causes[Math.floor(random() ** 1.5 * causes.length)]!;
    const factor = 4 + 4 * random();
    if (stays)
      found.push({ atMs: wholeSeconds(atMs), kind, durationMs: wholeSeconds(durationMs), factor, rootCause });
  }
}

const wholeSeconds = (ms: number) => Math.round(ms / 10_000) * 10_000;

/** One trouble at a time: whoever plays them plays them one after the other. */
function apart(faults: readonly PlannedFault[]): PlannedFault[] {
  let freeMs = 0;
  return faults.map((fault) => {
    const atMs = Math.max(fault.atMs, freeMs);
    freeMs = atMs + fault.durationMs + 60 * minuteMs;
    return { ...fault, atMs };
  });
}

export const serviceOf: Readonly<Record<FaultKind, string>> = {
  queue_backlog: 'pubsub-consumer',
  circuit_breaker_open: 'action-handler',
  latency_spike: 'database-connector',
  error_rate_spike: 'gateway',
};
export const region = 'eu-1';
