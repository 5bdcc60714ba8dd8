import type { Shortage } from '../model/capacity.ts';
import { replicasForWait } from './queue-wait.ts';

/** One hour ahead: how much work a second is expected, and how much it will hardly exceed. */
export interface HourAhead {
  readonly startMs: number;
  readonly expected: number;
  /** Upper end of the band. */
  readonly upper: number;
}

export interface PlanQuestion {
  readonly hours: readonly HourAhead[];
  /** Work a second that one replica can carry, for sure: the lower end of what was learnt. */
  readonly perReplica: number;
  /** What is there now, and stays unless something is done. */
  readonly replicas: number;
  /** Share of the capacity to be kept free at the load that is expected, 0 to below 1. */
  readonly headroom: number;
  /** Work may wait this long on average, at the upper end too; without it the upper end only has to fit. */
  readonly queueWaitMs?: number;
  readonly floor: number;
  readonly ceiling: number;
}

export interface PlannedHour extends HourAhead {
  /** Share of today's capacity that is left when the upper end comes; below zero when it is not enough. */
  readonly headroom: number;
  /** The fewest with which the headroom is kept at what is expected, and the upper end fits, and waits no longer than it may. */
  readonly replicas: number;
  /** The ceiling does not allow as many as are needed. */
  readonly capped: boolean;
}

export interface WeekPlan {
  readonly hours: readonly PlannedHour[];
  readonly shortages: readonly Shortage[];
  /** Replica-hours of the plan, and of leaving everything as it is. */
  readonly replicaHours: number;
  readonly replicaHoursAsIs: number;
}

const hourMs = 3_600_000;

/** Replicas for each hour ahead, and the hours for which what is there will not do. Throws RangeError for a capacity of zero. */
export function planWeek(question: PlanQuestion): WeekPlan {
  const { perReplica, replicas, headroom, floor, ceiling } = question;
  if (!(perReplica > 0)) throw new RangeError(`perReplica must be above 0, not ${perReplica}`);
  if (!(headroom >= 0 && headroom < 1))
    throw new RangeError(`headroom must be from 0 to below 1, not ${headroom}`);
  const capacity = perReplica * replicas;
  const hours = question.hours.map((hour): PlannedHour => {
    const needed = Math.max(
      Math.ceil(hour.expected / (perReplica * (1 - headroom)) - 1e-9),
      replicasForWait(hour.upper, perReplica, question.queueWaitMs),
    );
    return {
      ...hour,
      headroom: capacity > 0 ? 1 - hour.upper / capacity : -1,
      replicas: Math.min(ceiling, Math.max(floor, needed)),
      capped: needed > ceiling,
    };
  });
  return {
    hours,
    shortages: shortagesOf(hours, capacity),
    replicaHours: hours.reduce((sum, hour) => sum + hour.replicas, 0),
    replicaHoursAsIs: hours.length * replicas,
  };
}

function shortagesOf(hours: readonly PlannedHour[], capacity: number): Shortage[] {
  const shortages: Shortage[] = [];
  for (const hour of hours) {
    if (hour.upper <= capacity) continue;
    const last = shortages.at(-1);
    const { upper, replicas, capped } = hour;
    const here = { upper, replicas, capped, worstMs: hour.startMs, capacity, untilMs: hour.startMs + hourMs };
    if (!last || last.untilMs < hour.startMs) shortages.push({ fromMs: hour.startMs, ...here });
    else
      shortages[shortages.length - 1] =
        upper > last.upper ? { ...last, ...here } : { ...last, untilMs: here.untilMs };
  }
  return shortages;
}
