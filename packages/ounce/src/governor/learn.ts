import { type AnyControl, readingsOutside, type ServiceRef, type TimeSpan } from '@ounce/core';
import type { ReadingRecorder } from './options.ts';
import type { Service } from './service.ts';

/**
 * Lets each control that learns from the past read what was recorded of it, before its first decision; what drills have made
 * is left out.
 */
export function learn(
  services: ReadonlyMap<string, Service>,
  history: ReadingRecorder,
  nowMs: number,
  drillsOf: (service: ServiceRef, sinceMs: number) => readonly TimeSpan[] = () => [],
): void {
  for (const { ref, controls } of services.values())
    for (const running of controls) {
      const control: AnyControl = running.control;
      if (!control.learn || running.mode === 'off') continue;
      const { signal, spanMs, from } = control.learn;
      const span = { sinceMs: nowMs - spanMs(running.settings), untilMs: nowMs };
      const recorded = history.readings({ ...ref, series: signal }, span);
      const window = readingsOutside(recorded, drillsOf(ref, span.sinceMs));
      running.state = from(running.state, window, running.settings);
    }
}
