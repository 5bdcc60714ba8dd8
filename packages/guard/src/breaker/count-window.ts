import type { Window } from './window.ts';

/** The last `size` calls: a ring of one byte each, with running totals. */
export class CountWindow implements Window {
  calls = 0;
  failures = 0;
  slowCalls = 0;
  readonly #ring: Uint8Array;
  #next = 0;

  constructor(size: number) {
    this.#ring = new Uint8Array(size);
  }

  record(marks: number): void {
    const ring = this.#ring;
    if (this.calls === ring.length) {
      const dropped = ring[this.#next]!;
      this.failures -= dropped & 1;
      this.slowCalls -= dropped >> 1;
    } else {
      this.calls++;
    }
    ring[this.#next] = marks;
    this.failures += marks & 1;
    this.slowCalls += marks >> 1;
    this.#next = this.#next + 1 === ring.length ? 0 : this.#next + 1;
  }

  slideTo(): void {}
}
