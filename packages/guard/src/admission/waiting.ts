import { type TimerWheel, WheelEntry } from '../timer-wheel.ts';

/** Who goes first when not all can. */
export const priorities = ['high', 'normal', 'low'] as const;
export type Priority = (typeof priorities)[number];

/** One who waits at a gate. Exactly one of the two is called. */
export interface Waiter {
  readonly priority: Priority;
  granted(): void;
  refused(): void;
}

class Place extends WheelEntry {
  readonly #room: WaitingRoom;
  readonly waiter: Waiter;

  constructor(room: WaitingRoom, waiter: Waiter) {
    super();
    this.#room = room;
    this.waiter = waiter;
  }

  override expired(): void {
    this.#room.leave(this);
    this.waiter.refused();
  }
}

/** Those who wait at a gate: by priority, and first in, first out within one. */
export class WaitingRoom {
  readonly #wheel: TimerWheel;
  readonly #lines = { high: new Set<Place>(), normal: new Set<Place>(), low: new Set<Place>() };

  constructor(wheel: TimerWheel) {
    this.#wheel = wheel;
  }

  get size(): number {
    return this.#lines.high.size + this.#lines.normal.size + this.#lines.low.size;
  }

  /** How many go before one who comes now. */
  before(priority: Priority): number {
    let ahead = 0;
    for (const one of priorities) {
      ahead += this.#lines[one].size;
      if (one === priority) break;
    }
    return ahead;
  }

  join(waiter: Waiter, nowMs: number, untilMs: number): void {
    const place = new Place(this, waiter);
    this.#lines[waiter.priority].add(place);
    this.#wheel.add(place, nowMs, untilMs);
  }

  leave(place: Place): void {
    this.#lines[place.waiter.priority].delete(place);
    this.#wheel.remove(place);
  }

  /** Takes out who has waited longest of the highest priority. */
  next(): Waiter | undefined {
    for (const priority of priorities) {
      const [first] = this.#lines[priority];
      if (!first) continue;
      this.leave(first);
      return first.waiter;
    }
    return undefined;
  }

  /** Takes out who came last of the lowest priority, if it is lower than `than`: room for one who matters more. */
  giveWay(than: Priority): Waiter | undefined {
    for (const priority of priorities.toReversed()) {
      if (priority === than) return undefined;
      const last = [...this.#lines[priority]].at(-1);
      if (!last) continue;
      this.leave(last);
      return last.waiter;
    }
    return undefined;
  }
}
