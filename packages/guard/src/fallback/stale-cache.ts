/** A stored value and how old it is, in ms. */
export interface Aged<Value> {
  readonly value: Value;
  readonly ageMs: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly storedMs: number;
}

/** The last good values, the least recently used of which goes first. */
export class StaleCache<Value> {
  readonly #maxEntries: number;
  readonly #entries = new Map<string, Entry<Value>>();

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  get size(): number {
    return this.#entries.size;
  }

  set(key: string, value: Value, nowMs: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, storedMs: nowMs });
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
  }

  /** `undefined` when there is no value, or only one older than `maxAgeMs`. */
  get(key: string, nowMs: number, maxAgeMs: number): Aged<Value> | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    const ageMs = nowMs - entry.storedMs;
    this.#entries.delete(key);
    if (ageMs > maxAgeMs) return undefined;
    this.#entries.set(key, entry);
    return { value: entry.value, ageMs };
  }
}
