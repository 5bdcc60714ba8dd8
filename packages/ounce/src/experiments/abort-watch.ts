import type { Condition, ConditionResult } from '@ounce/core';

/** An experiment that cannot see its abort conditions for so long is flying blind, and ends. */
const blindAfterMs = 40_000;
const samplesRunning = 2;

/** Says when an experiment must end: a condition that is true for two samples running, or that cannot be read any more. */
export class AbortWatch {
  readonly #conditions: readonly Condition[];
  readonly #evaluate: (condition: Condition) => ConditionResult;
  readonly #trueRunning: number[];
  readonly #lastAtMs: number[];
  readonly #lastKnownMs: (number | undefined)[];

  constructor(conditions: readonly Condition[], evaluate: (condition: Condition) => ConditionResult) {
    this.#conditions = conditions;
    this.#evaluate = evaluate;
    this.#trueRunning = conditions.map(() => 0);
    this.#lastAtMs = conditions.map(() => Number.NEGATIVE_INFINITY);
    this.#lastKnownMs = conditions.map(() => undefined);
  }

  /** The reason to end, or undefined. */
  look(nowMs: number): string | undefined {
    for (const [i, condition] of this.#conditions.entries()) {
      const result = this.#evaluate(condition);
      if (result.kind === 'unknown') {
        this.#lastKnownMs[i] ??= nowMs;
        if (nowMs - (this.#lastKnownMs[i] ?? nowMs) > blindAfterMs)
          return `The abort condition on ${condition.signal} cannot be read any more: ${result.says}`;
        continue;
      }
      this.#lastKnownMs[i] = nowMs;
      if (result.atMs === this.#lastAtMs[i]) continue;
      this.#lastAtMs[i] = result.atMs;
      this.#trueRunning[i] = result.kind === 'true' ? (this.#trueRunning[i] ?? 0) + 1 : 0;
      if (this.#trueRunning[i] >= samplesRunning) return `An abort condition holds: ${result.says}`;
    }
    return undefined;
  }
}
