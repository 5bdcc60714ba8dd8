import type { Decision } from '@ounce/core';
import type { Service } from './service.ts';

/** What controls have learnt and still wait to be graded on: plain JSON, kept over a restart, harmless to lose. */
export interface GovernorMemory {
  readonly savedAtMs: number;
  /** By `control/service@region`. */
  readonly controls: Readonly<Record<string, ControlMemory>>;
  /** By `service@region`. */
  readonly startupTimesMs: Readonly<Record<string, readonly number[]>>;
}

interface ControlMemory {
  readonly settings: Readonly<Record<string, number>>;
  readonly state: unknown;
  readonly ungraded: readonly Decision[];
}

/** What was learnt longer ago is about another day. */
const validMs = 60 * 60_000;

export function memoryOf(services: ReadonlyMap<string, Service>, nowMs: number): GovernorMemory {
  const all = [...services.values()];
  return {
    savedAtMs: nowMs,
    controls: Object.fromEntries(
      all.flatMap(({ key, controls }) =>
        controls.map(({ control, settings, state, ungraded }) => [
          `${control.id}/${key}`,
          { settings, state, ungraded },
        ]),
      ),
    ),
    startupTimesMs: Object.fromEntries(all.map(({ key, startupTimesMs }) => [key, startupTimesMs])),
  };
}

/** Gives each control back what it knew, unless its settings have changed or it was too long ago. */
export function recall(services: ReadonlyMap<string, Service>, memory: GovernorMemory, nowMs: number): void {
  if (!(Math.abs(nowMs - memory.savedAtMs) <= validMs)) return;
  for (const { key, controls, startupTimesMs } of services.values()) {
    startupTimesMs.push(...(memory.startupTimesMs[key] ?? []));
    for (const running of controls) {
      const known = memory.controls[`${running.control.id}/${key}`];
      if (!known || JSON.stringify(known.settings) !== JSON.stringify(running.settings)) continue;
      running.state = known.state;
      running.ungraded.push(...known.ungraded);
    }
  }
}
