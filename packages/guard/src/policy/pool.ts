/** Bounds what a burst of calls leaves behind: some hundred KiB. */
const mostKept = 512;

/**
 * Objects that are used again instead of made anew. Whoever gives one back must be the last to know it, and must have taken out of it whatever it
 * refers to.
 */
export class Pool<Item> {
  readonly #make: () => Item;
  readonly #free: Item[] = [];

  constructor(make: () => Item) {
    this.#make = make;
  }

  take(): Item {
    return this.#free.pop() ?? this.#make();
  }

  give(item: Item): void {
    if (this.#free.length < mostKept) this.#free.push(item);
  }
}
