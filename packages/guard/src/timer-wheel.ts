import type { Clock, ClockTimer } from './clock.ts';

/** Something that waits in a `TimerWheel`. The links are part of the entry, so waiting costs no allocation of its own. */
export abstract class WheelEntry {
  /** @internal */ wheelNext: WheelEntry | null = null;
  /** @internal */ wheelPrevious: WheelEntry | null = null;
  /** @internal The tick on which the entry falls due; negative while it waits in no wheel. */
  wheelTick = nowhere;

  /** Called once when the entry's time has come. Must not throw. */
  abstract expired(nowMs: number): void;
}

const tickMs = 4;
const slots = 512;
const mask = slots - 1;
const never = Number.POSITIVE_INFINITY;
/** The tick of an entry that waits nowhere, and of one that has been taken out to fire and has not fired yet. */
const nowhere = -1;
const firing = -2;

/** The wheels whose timer runs. */
const turning = new Set<TimerWheel>();
let watchesExit = false;

/**
 * Timers that keep a process alive would have to be let go after every call; these never do. Instead, when nothing else keeps the process
 * alive any more but somebody still waits for a guarded call, the wheel holds it until that call has its answer.
 */
function watchExit(): void {
  if (watchesExit) return;
  watchesExit = true;
  process.on('beforeExit', () => {
    for (const wheel of turning) wheel.holdProcess();
  });
}

/**
 * Any number of timeouts on one timer: O(1) to add and to remove. An entry never fires early, and late by at most 4 ms and the event loop's own lag.
 * Source: Varghese and Lauck, Hashed and Hierarchical Timing Wheels, SOSP 1987 (scheme 6).
 */
export class TimerWheel {
  readonly #clock: Clock;
  readonly #heads: (WheelEntry | null)[] = new Array(slots).fill(null);
  readonly #wake = (): void => this.#turn();
  #size = 0;
  #holdsProcess = false;
  /** Every tick up to this one has been served. */
  #servedTick = 0;
  #wakeTick = never;
  #timer: ClockTimer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** How many entries wait. */
  get size(): number {
    return this.#size;
  }

  /**
   * @param dueMs when the entry falls due, on the wheel's clock; at most 2^31-1 ms from now
   */
  add(entry: WheelEntry, nowMs: number, dueMs: number): void {
    if (this.#size === 0) this.#servedTick = Math.max(this.#servedTick, Math.floor(nowMs / tickMs));
    const tick = Math.max(Math.ceil(dueMs / tickMs), this.#servedTick + 1);
    const slot = tick & mask;
    const head = this.#heads[slot]!;
    entry.wheelTick = tick;
    entry.wheelPrevious = null;
    entry.wheelNext = head;
    if (head !== null) head.wheelPrevious = entry;
    this.#heads[slot] = entry;
    this.#size++;
    if (tick < this.#wakeTick) this.#wakeAt(tick, nowMs);
  }

  /** Takes the entry out; does nothing if it does not wait. */
  remove(entry: WheelEntry): void {
    if (entry.wheelTick < 0) {
      // What fires in the same turn may settle this one first: then it must not fire any more.
      entry.wheelTick = nowhere;
      return;
    }
    const { wheelNext: next, wheelPrevious: previous } = entry;
    if (previous === null) this.#heads[entry.wheelTick & mask] = next;
    else previous.wheelNext = next;
    if (next !== null) next.wheelPrevious = previous;
    entry.wheelNext = null;
    entry.wheelPrevious = null;
    entry.wheelTick = nowhere;
    if (--this.#size === 0 && this.#holdsProcess) {
      this.#holdsProcess = false;
      this.#timer?.hold(false);
    }
  }

  /** @internal */
  holdProcess(): void {
    if (this.#size === 0) return;
    this.#holdsProcess = true;
    this.#timer?.hold(true);
  }

  #wakeAt(tick: number, nowMs: number): void {
    this.#timer?.cancel();
    this.#wakeTick = tick;
    this.#timer = this.#clock.schedule(this.#wake, Math.max(1, Math.ceil(tick * tickMs - nowMs)));
    if (this.#holdsProcess) this.#timer.hold(true);
    turning.add(this);
    watchExit();
  }

  #turn(): void {
    this.#timer = null;
    this.#wakeTick = never;
    const nowMs = this.#clock.nowMs();
    const nowTick = Math.floor(nowMs / tickMs);
    const due = this.#takeDue(nowTick);
    this.#servedTick = Math.max(this.#servedTick, nowTick);
    for (const entry of due) {
      if (entry.wheelTick !== firing) continue;
      entry.wheelTick = nowhere;
      entry.expired(nowMs);
    }
    if (this.#size > 0) this.#wakeAtNext(nowMs);
    else turning.delete(this);
  }

  /** Unlinks what falls due up to `nowTick`. After a long pause every slot is looked at once, not once per missed tick. */
  #takeDue(nowTick: number): WheelEntry[] {
    const due: WheelEntry[] = [];
    const from = Math.max(this.#servedTick + 1, nowTick - mask);
    for (let tick = from; tick <= nowTick; tick++) {
      let entry = this.#heads[tick & mask] ?? null;
      while (entry !== null) {
        const next: WheelEntry | null = entry.wheelNext;
        if (entry.wheelTick <= nowTick) {
          this.remove(entry);
          entry.wheelTick = firing;
          due.push(entry);
        }
        entry = next;
      }
    }
    return due;
  }

  /** The next slot in use; its entries may belong to a later turn of the wheel, then the wake finds nothing and looks again. */
  #wakeAtNext(nowMs: number): void {
    let tick = this.#servedTick + 1;
    while (this.#heads[tick & mask] === null) tick++;
    if (tick < this.#wakeTick) this.#wakeAt(tick, nowMs);
  }
}
