import type { AnyControl } from '@ounce/core';
import type { ReadingRecorder } from './options.ts';
import type { Service } from './service.ts';

/** Lets each control that learns from the past read what was recorded of it, before its first decision. */
export function learn(services: ReadonlyMap<string, Service>, history: ReadingRecorder, nowMs: number): void {
  for (const { ref, controls } of services.values())
    for (const running of controls) {
      const control: AnyControl = running.control;
      if (!control.learn || running.mode === 'off') continue;
      const { signal, spanMs, from } = control.learn;
      const span = { sinceMs: nowMs - spanMs(running.settings), untilMs: nowMs };
      const window = history.readings({ ...ref, series: signal }, span);
      running.state = from(running.state, window, running.settings);
    }
}
