import type { Condition, ConditionResult, Criterion, Truth } from '@ounce/core';

/** What was seen of a condition at one moment; the value is absent where it was unknown. */
export interface Mark {
  readonly atMs: number;
  readonly truth: Truth;
  readonly value?: number;
}

/** The marks of one condition, oldest first: one for each reading, and one for the beginning of each time without any. */
export class Marks {
  readonly #marks: Mark[] = [];

  get all(): readonly Mark[] {
    return this.#marks;
  }

  see(result: ConditionResult, nowMs: number): void {
    const last = this.#marks.at(-1);
    if (result.kind === 'unknown') {
      if (last?.truth !== 'unknown') this.#marks.push({ atMs: nowMs, truth: 'unknown' });
    } else if (last?.atMs !== result.atMs || last.truth === 'unknown')
      this.#marks.push({ atMs: result.atMs, truth: result.kind, value: result.value });
  }

  /** Those that tell something, from `fromMs` to `toMs`. */
  known(fromMs: number, toMs = Number.POSITIVE_INFINITY): readonly Required<Mark>[] {
    return this.#marks.filter(
      (mark): mark is Required<Mark> => mark.value !== undefined && mark.atMs >= fromMs && mark.atMs <= toMs,
    );
  }

  /** For how much of the time between the two nothing could be read. */
  unknownMs(fromMs: number, toMs: number): number {
    const ends = [...this.#marks.slice(1).map(({ atMs }) => atMs), toMs];
    return this.#marks.reduce((sum, { truth, atMs }, i) => {
      if (truth !== 'unknown') return sum;
      return sum + Math.max(0, Math.min(ends[i]!, toMs) - Math.max(atMs, fromMs));
    }, 0);
  }
}

/** The value that is furthest from holding; undefined when there is none. */
export function worstOf(condition: Condition, marks: readonly Required<Mark>[]): number | undefined {
  const values = marks.map(({ value }) => value);
  if (values.length === 0) return undefined;
  return condition.below === undefined ? Math.min(...values) : Math.max(...values);
}

/** The condition that a criterion is about; undefined for one that is about something else. */
export function conditionOf(criterion: Criterion): Condition | undefined {
  return 'condition' in criterion ? criterion.condition : undefined;
}

/** `openBreakers of gateway above 0`. */
export function sayCondition({ signal, service, below, above }: Condition): string {
  const bounds = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
  ];
  return `${signal}${service ? ` of ${service}` : ''} ${bounds.join(' and ')}`;
}
