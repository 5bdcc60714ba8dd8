import type { Window } from '@ounce/core';

export const hourMs = 3_600_000;
export const hourOf = (atMs: number) => Math.floor(atMs / hourMs) * hourMs;

/** What is kept of one hour of one series for 13 months. */
export interface HourSummary {
  readonly hourMs: number;
  readonly count: number;
  readonly mean: number;
  readonly min: number;
  readonly max: number;
}

/** One hour of one series while it is written: readings in the order of their time, one for each moment. */
export class HourBlock {
  readonly startMs: number;
  readonly #offsets: number[] = [];
  readonly #values: number[] = [];
  changed = false;

  constructor(startMs: number, readings: Window = { timesMs: [], values: [] }) {
    this.startMs = startMs;
    for (let i = 0; i < readings.timesMs.length; i++) this.add(readings.timesMs[i]!, readings.values[i]!);
    this.changed = false;
  }

  get count(): number {
    return this.#offsets.length;
  }

  /** The first reading of a moment counts. Returns whether it was taken. */
  add(atMs: number, value: number): boolean {
    const offset = Math.round(atMs - this.startMs);
    if (!Number.isFinite(value) || !(offset >= 0 && offset < hourMs)) return false;
    let at = this.#offsets.length;
    while (at > 0 && this.#offsets[at - 1]! > offset) at--;
    if (this.#offsets[at - 1] === offset) return false;
    this.#offsets.splice(at, 0, offset);
    this.#values.splice(at, 0, value);
    this.changed = true;
    return true;
  }

  summary(): HourSummary {
    let [sum, min, max] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (const value of this.#values) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    return { hourMs: this.startMs, count: this.count, mean: sum / this.count, min, max };
  }

  /** Twelve bytes a reading: ms since the hour's start (uint32), then the values (float64), each little-endian. */
  toBytes(): Uint8Array {
    const view = new DataView(new ArrayBuffer(this.count * 12));
    this.#offsets.forEach((offset, i) => void view.setUint32(i * 4, offset, true));
    this.#values.forEach((value, i) => void view.setFloat64(this.count * 4 + i * 8, value, true));
    return new Uint8Array(view.buffer);
  }
}

/** The readings that `toBytes` has written. */
export function fromBytes(startMs: number, bytes: Uint8Array): Window {
  const count = Math.floor(bytes.byteLength / 12);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const timesMs = new Float64Array(count);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    timesMs[i] = startMs + view.getUint32(i * 4, true);
    values[i] = view.getFloat64(count * 4 + i * 8, true);
  }
  return { timesMs, values };
}
