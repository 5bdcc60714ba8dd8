/** Something that wants to hear once when a signal is aborted. */
export interface AbortWatcher {
  callerAborted(reason: unknown): void;
}

/** One watcher's place; `leave` takes it out in O(1) and may be called twice. */
export class AbortSubscription {
  readonly #fanout: Fanout;
  /** @internal */ next: AbortSubscription | null = null;
  /** @internal */ previous: AbortSubscription | null = null;
  /** @internal */ readonly watcher: AbortWatcher;
  /** @internal */ inside = true;

  constructor(fanout: Fanout, watcher: AbortWatcher) {
    this.#fanout = fanout;
    this.watcher = watcher;
  }

  leave(): void {
    if (this.inside) this.#fanout.remove(this);
  }
}

/**
 * One listener per signal, however many calls share it: removing a listener from an `EventTarget` takes time in proportion to how many there are,
 * and one signal often stops a whole server.
 */
class Fanout {
  readonly #signal: AbortSignal;
  readonly #listener = (): void => this.#abort();
  #head: AbortSubscription | null = null;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  add(watcher: AbortWatcher): AbortSubscription {
    const subscription = new AbortSubscription(this, watcher);
    if (this.#head === null) this.#signal.addEventListener('abort', this.#listener, { once: true });
    else this.#head.previous = subscription;
    subscription.next = this.#head;
    this.#head = subscription;
    return subscription;
  }

  remove(subscription: AbortSubscription): void {
    const { next, previous } = subscription;
    if (previous === null) this.#head = next;
    else previous.next = next;
    if (next !== null) next.previous = previous;
    subscription.inside = false;
    if (this.#head === null) this.#signal.removeEventListener('abort', this.#listener);
  }

  #abort(): void {
    while (this.#head !== null) {
      const { watcher } = this.#head;
      this.#head.leave();
      watcher.callerAborted(this.#signal.reason);
    }
  }
}

const fanouts = new WeakMap<AbortSignal, Fanout>();

/** Tells `watcher` when `signal` is aborted. A signal that is already aborted is the caller's to look at first. */
export function watchAbort(signal: AbortSignal, watcher: AbortWatcher): AbortSubscription {
  let fanout = fanouts.get(signal);
  if (!fanout) {
    fanout = new Fanout(signal);
    fanouts.set(signal, fanout);
  }
  return fanout.add(watcher);
}
