/** Values at times; null where one is missing and the line must break. */
export interface Timed {
  readonly timesMs: readonly number[];
  readonly values: readonly (number | null)[];
}

export interface Aligned {
  readonly timesMs: number[];
  /** One column per part: undefined where this part says nothing about that time (the line goes on). */
  readonly columns: (number | null | undefined)[][];
}

/** Puts series with times of their own onto one common axis, which is how the chart wants them. Times must be increasing. */
export function alignSeries(parts: readonly Timed[]): Aligned {
  const timesMs = [...new Set(parts.flatMap((part) => part.timesMs))].sort((a, b) => a - b);
  const indexOf = new Map(timesMs.map((atMs, index) => [atMs, index]));
  const columns = parts.map((part) => {
    const column = new Array<number | null | undefined>(timesMs.length).fill(undefined);
    part.timesMs.forEach((atMs, index) => {
      column[indexOf.get(atMs) ?? -1] = part.values[index] ?? null;
    });
    return column;
  });
  return { timesMs, columns };
}
