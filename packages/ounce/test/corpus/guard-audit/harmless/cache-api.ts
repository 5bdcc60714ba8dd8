export class Cache {
  readonly #values = new Map<string, Promise<unknown>>();
  get(key: string, load: () => Promise<unknown>) {
    const known = this.#values.get(key);
    if (known) return known;
    const value = load();
    this.#values.set(key, value);
    return value;
  }
}
export const value = new Cache().get('k', async () => 1);
