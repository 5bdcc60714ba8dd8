/**
 * Callbacks that watch and cannot interfere: one that throws changes no result and no count, and the others still hear. Its error is shown once, as a
 * process warning.
 */
export class Listeners<Event> {
  readonly #listeners = new Map<(event: Event) => void, { warned: boolean }>();

  /** Adds a listener; the function that comes back removes it. */
  add(listener: (event: Event) => void): () => void {
    this.#listeners.set(listener, { warned: false });
    return () => void this.#listeners.delete(listener);
  }

  get size(): number {
    return this.#listeners.size;
  }

  emit(event: Event): void {
    for (const [listener, seen] of this.#listeners) {
      try {
        listener(event);
      } catch (error) {
        if (!seen.warned) {
          seen.warned = true;
          process.emitWarning(`A listener of @ounce/guard threw: ${String(error)}`, {
            code: 'OUNCE_GUARD_LISTENER',
          });
        }
      }
    }
  }
}
