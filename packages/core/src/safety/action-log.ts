import { type Action, isReducing } from '../model/action.ts';
import { type ServiceRef, serviceKey } from '../model/service.ts';

/** What "at once" means for the blast radius. */
export const blastRadiusWindowMs = 60_000;

/** The longest time that a rail may look back for a restart of one instance. */
const restartsKeptMs = 3_600_000;

/** What was done lately, as the gate needs it for one service. */
export interface RecentActions {
  readonly lastOutAtMs?: number;
  readonly lastInAtMs?: number;
  /** Instances of this service that were restarted within `restartsKeptMs`, and when last. */
  readonly restartedAtMs?: Readonly<Record<string, number>>;
  /** How many other services were acted on, and how many of them lost capacity, within `blastRadiusWindowMs`. */
  readonly othersActedOn: number;
  readonly othersReduced: number;
}

/**
 * Remembers the actions that were carried out. Feed it every `action.taken`, also from the journal after a restart,
 * oldest first, and ask with times that do not go back. Both cost constant time, however many services there are.
 */
export class ActionLog {
  readonly #lastOut = new Map<string, number>();
  readonly #lastIn = new Map<string, number>();
  readonly #restarted = new Map<string, Map<string, number>>();
  /** Newest action within the window by service, in order of time: a Map keeps the order in which keys were set. */
  readonly #actedOn = new Map<string, number>();
  readonly #reduced = new Map<string, number>();

  record(ref: ServiceRef, action: Action, atMs: number): void {
    if (action.kind === 'hold' || action.kind === 'standby') return;
    const key = serviceKey(ref);
    if (action.kind === 'restart') this.#recordRestart(key, action.instance, atMs);
    if (isReducing(action)) {
      if (action.kind !== 'admit') this.#lastIn.set(key, atMs);
      moveToEnd(this.#reduced, key, atMs);
    } else if (action.kind !== 'admit') this.#lastOut.set(key, atMs);
    moveToEnd(this.#actedOn, key, atMs);
  }

  #recordRestart(key: string, instance: string, atMs: number): void {
    const times = this.#restarted.get(key) ?? new Map<string, number>();
    this.#restarted.set(key, times);
    moveToEnd(times, instance, atMs);
    for (const [old, oldMs] of times) {
      if (atMs - oldMs < restartsKeptMs) break;
      times.delete(old);
    }
  }

  recent(ref: ServiceRef, nowMs: number): RecentActions {
    const key = serviceKey(ref);
    const lastOutAtMs = this.#lastOut.get(key);
    const lastInAtMs = this.#lastIn.get(key);
    const restarted = this.#restarted.get(key);
    return {
      ...(lastOutAtMs === undefined ? {} : { lastOutAtMs }),
      ...(lastInAtMs === undefined ? {} : { lastInAtMs }),
      ...(restarted ? { restartedAtMs: Object.fromEntries(restarted) } : {}),
      othersActedOn: countOthers(this.#actedOn, key, nowMs),
      othersReduced: countOthers(this.#reduced, key, nowMs),
    };
  }
}

function moveToEnd(times: Map<string, number>, key: string, atMs: number): void {
  times.delete(key);
  times.set(key, atMs);
}

function countOthers(times: Map<string, number>, key: string, nowMs: number): number {
  for (const [old, atMs] of times) {
    if (nowMs - atMs < blastRadiusWindowMs) break;
    times.delete(old);
  }
  return times.size - Number(times.has(key));
}
