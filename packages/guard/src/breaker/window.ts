import { CountWindow } from './count-window.ts';
import type { BreakerSettings } from './settings.ts';
import { TimeWindow } from './time-window.ts';

/** What one finished call says about the dependency. */
export const failedBit = 1;
export const slowBit = 2;

/** A sliding window of finished calls. Every method is O(1) in the number of calls. */
export interface Window {
  readonly calls: number;
  readonly failures: number;
  readonly slowCalls: number;
  /** @param marks 0, or the sum of `failedBit` and `slowBit` */
  record(marks: number, nowMs: number): void;
  /** Drops what has left the window. */
  slideTo(nowMs: number): void;
}

/** An empty window of the kind and size that the settings ask for. */
export function createWindow(settings: BreakerSettings): Window {
  return settings.window === 'time'
    ? new TimeWindow(settings.windowMs, settings.windowBuckets)
    : new CountWindow(settings.windowCalls);
}
