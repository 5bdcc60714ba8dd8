import type { ReplicaCounts } from '../../../model/service.ts';
import { flow } from './fluid.ts';
import { arrivalsAhead, mostGrowth } from './forecast.ts';
import type { Level } from './level.ts';
import type { Profile } from './profile.ts';
import type { PredictiveScalingSettings } from './settings.ts';

export interface Situation {
  readonly depth: number;
  readonly level: Level;
  readonly replicas: ReplicaCounts;
  readonly perReplica: number;
  readonly startupMs: number;
  /** How long until the replicas that are starting now are ready. */
  readonly startingReadyInMs: number;
  readonly intervalMs: number;
  /** By how large a share more may come than is foreseen, where enough was seen to say. */
  readonly surprise: number | undefined;
  /** The level of bursts that are remembered because they come back; none when absent or 0. */
  readonly remembered?: number;
  /** The shape of the week, where a plan of it was made. */
  readonly profile?: Profile | undefined;
}

export interface Need {
  /** Replicas without which arrivals or the backlog are not mastered. */
  readonly replicas: number;
  /** As many as it would take with some room to spare: fewer than are there only when this, too, says so. */
  readonly toStay: number;
  /** The same for the arrivals of now alone: without what a rise or a backlog adds. */
  readonly standing: number;
  /** Arrivals per second that are planned for. */
  readonly arrivals: number;
  /** Messages that will wait once the replicas ordered now are ready. */
  readonly backlog: number;
  /** How long the replicas ordered now take until they work, ms. */
  readonly leadMs: number;
}

/** Beyond the lead, the next decision's replicas come this much later at the least: plan for that, too. */
const leastPlanMs = 30_000;
/** What is foreseen may use more of the capacity than what is there: the room is for what is not foreseen. */
const aheadUtilisation = 0.9;
/** What stays below this share of the threshold is the queue's ordinary life and need not be drained. */
const ordinaryShare = 0.25;
/** A level seen for less than this long must stand out by more of its errors before it costs replicas. */
const shortSeconds = 10;
const doubtsWhenShort = 3;
/**
 * Scaling in leaves this much more room than scaling out asks for, so that the two never chase each other: a share of the
 * arrivals (less where surprises are known: their room is room to stay, too), and no more than half a replica, since it is
 * the step from one replica to the next that they would chase each other over.
 */
const shareToStay = 0.9;
const shareToStayKnown = 0.95;
const replicasToStay = 0.5;
/** Where surprises are known, this share of the capacity may be used when the largest comes. */
const knownUtilisation = 0.95;

/** Capacity per second at a time from now: the ready replicas, and from then on also those that are starting. */
export function capacityAhead({
  replicas,
  perReplica,
  startingReadyInMs,
}: Situation): (aheadMs: number) => number {
  const ready = Math.min(replicas.ready, replicas.desired);
  const ordered = Math.max(replicas.desired, ready);
  return (aheadMs) => perReplica * (aheadMs < startingReadyInMs ? ready : ordered);
}

/** How many replicas the forecast asks for: enough for the arrivals at the target utilisation, and to drain in time. */
export function needOf(situation: Situation, settings: PredictiveScalingSettings): Need {
  const { level, perReplica, startupMs, intervalMs } = situation;
  const room = (rate: number) => withRoom(rate, situation, settings);
  const leadMs = startupMs + intervalMs;
  const planMs = leadMs + Math.max(intervalMs, leastPlanMs);
  const foreseen = Math.max(arrivalsAhead(level, planMs), byProfile(situation, planMs));
  const ahead = level.rate + settings.forecastShare * (foreseen - level.rate);
  const arrivals = Math.max(level.rate, ahead);
  // Doubt must not cost money, and must not cost capacity either: less is asked for, and less is given back.
  const doubts = level.seenSeconds < shortSeconds ? doubtsWhenShort : 1;
  const sure = (rate: number) => Math.max(0, rate - doubts * level.error);
  const carried = (now: number, later: number) =>
    replicasFor(
      Math.max(room(now), later / Math.max(aheadUtilisation, settings.targetUtilisation)),
      perReplica,
    );
  const waiting = waitingAfter(situation, leadMs);
  const backlog = Math.max(0, waiting - ordinaryShare * settings.threshold);
  const drain = backlog / (settings.drainWithinMs / 1000);
  const forArrivals = carried(sure(level.rate), sure(arrivals));
  const replicas = Math.max(forArrivals, replicasFor(drain > 0 ? sure(arrivals) + drain : 0, perReplica));
  const stay = (rate: number) => rate + roomToStay(rate, situation);
  const possible = stay(Math.max(level.rate + level.error, situation.remembered ?? 0));
  const soon = settings.forecastShare * byProfile(situation, settings.horizonMs);
  const toStay = Math.max(replicas, carried(possible, stay(Math.max(arrivals, soon) + level.error)));
  return { replicas, toStay, standing: carried(possible, 0), arrivals, backlog, leadMs };
}

function roomToStay(rate: number, { surprise, perReplica }: Situation): number {
  const share = surprise === undefined ? shareToStay : shareToStayKnown;
  return Math.min(rate / share - rate, replicasToStay * perReplica);
}

/** Capacity per second that is kept for a level with as much room as there may be. */
export function capacityKept(
  rate: number,
  perReplica: number,
  { targetUtilisation }: PredictiveScalingSettings,
): number {
  return perReplica * Math.max(1, replicasFor(rate / targetUtilisation, perReplica));
}

/** What the week's plan makes of the arrivals of now, within the growth that is ever foretold. */
function byProfile({ level, profile }: Situation, aheadMs: number): number {
  return profile ? level.rate * Math.min(mostGrowth, profile(aheadMs)) : 0;
}

/**
 * Room for noise and surprises: a share of the arrivals, or so many deviations of their noise where that is more; where
 * the surprises of the last day are known to be smaller, those.
 */
function withRoom(rate: number, { surprise, level }: Situation, settings: PredictiveScalingSettings): number {
  const aimed = rate / settings.targetUtilisation;
  const careful = Math.max(aimed, rate + settings.surgeDeviations * Math.sqrt(rate));
  if (surprise === undefined) return careful;
  const most = Math.min(rate * (1 + surprise), aimed * knownUtilisation);
  return Math.min(careful, Math.max(most / knownUtilisation, most + Math.sqrt(level.dispersion * most)));
}

function waitingAfter(situation: Situation, leadMs: number): number {
  const { depth, level } = situation;
  const stepMs = Math.max(1000, leadMs / 20);
  const depths = flow(
    { depth, arrivals: (ms) => arrivalsAhead(level, ms), capacity: capacityAhead(situation) },
    stepMs,
    leadMs,
  );
  return depths[depths.length - 1]!;
}

function replicasFor(rate: number, perReplica: number): number {
  // A hair above a whole number is rounding, not need.
  return Math.max(0, Math.ceil(rate / perReplica - 1e-9));
}
