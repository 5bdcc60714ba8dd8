/** Collects items that arrive while a batch is under way, so that one round trip carries what ten would. */
export interface Batcher<Item, Result> {
  /** Resolves with this item's result; rejects with whatever the batch that carried it failed with. */
  add(item: Item): Promise<Result>;
  /** Resolves when nothing is waiting or under way. */
  idle(): Promise<void>;
}

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: the first item leaves at once, and those that arrive in the meantime leave together when it is back.
 * An idle system pays no delay, a busy one pays fewer round trips.
 *
 * @param flush one batch in, its results out in the same order
 */
export function createBatcher<Item, Result>(
  flush: (items: Item[]) => Promise<readonly Result[]>,
  maxBatch: number,
): Batcher<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let running: Promise<void> | undefined;

  async function run(): Promise<void> {
    // One turn of the event loop, so that items added by the same burst of input share the first batch.
    await new Promise((resolve) => setImmediate(resolve));
    while (waiting.length > 0) {
      const batch = waiting.slice(0, maxBatch);
      waiting = waiting.slice(maxBatch);
      try {
        const results = await flush(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index] as Result);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    running = undefined;
  }

  return {
    add(item) {
      const result = new Promise<Result>((resolve, reject) => waiting.push({ item, resolve, reject }));
      running ??= run();
      return result;
    },
    idle: async () => running,
  };
}
