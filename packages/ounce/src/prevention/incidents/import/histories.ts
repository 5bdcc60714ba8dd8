import type { TimeSpan } from '@ounce/core';
import type { ImportedIncident } from './imported-incident.ts';

/** One history of a file: what watched, for how long it says, and which services. */
export interface ImportedHistory {
  /** Empty where the file holds a single one. */
  readonly name: string;
  readonly firstMs: number;
  /** The last time in it. */
  readonly lastMs: number;
  readonly services: readonly string[];
  readonly incidents: number;
  /** A stretch without any incident that is too long to come from chance, where there is one. */
  readonly quiet?: TimeSpan;
}

interface Moments {
  readonly startsMs: number[];
  readonly services: Set<string>;
  lastMs: number;
}

/** Gathers the histories of a file, row by row. */
export class Histories {
  readonly #byName = new Map<string, Moments>();

  add(name: string, { startedAtMs, resolvedAtMs = startedAtMs, service }: ImportedIncident): void {
    let found = this.#byName.get(name);
    if (!found) {
      found = { startsMs: [], services: new Set(), lastMs: 0 };
      this.#byName.set(name, found);
    }
    found.startsMs.push(startedAtMs);
    found.services.add(service);
    found.lastMs = Math.max(found.lastMs, startedAtMs, resolvedAtMs);
  }

  all(): ImportedHistory[] {
    return [...this.#byName].map(([name, { startsMs, services, lastMs }]) => {
      const sorted = startsMs.sort((a, b) => a - b);
      const quiet = quietStretch(sorted);
      return {
        ...{ name, firstMs: sorted[0]!, lastMs, services: [...services], incidents: sorted.length },
        ...(quiet ? { quiet } : {}),
      };
    });
  }
}

const dayMs = 86_400_000;
const leastQuietMs = 30 * dayMs;
/** How often chance alone may make a stretch look too quiet … */
const chance = 1e-4;
/** … and how many times the next longest one it must last, because real incidents come in bursts. */
const timesTheNext = 2;

/**
 * The longest stretch without a start, when n starts at the pace of all the other time would leave one so long less often than
 * `chance`: about n·exp(−pace·length). Most likely nobody was watching then, which is not the same as nothing happening.
 */
export function quietStretch(sortedMs: readonly number[]): TimeSpan | undefined {
  const gaps = sortedMs.slice(1).map((endMs, i) => ({ startMs: sortedMs[i]!, endMs }));
  const length = ({ startMs, endMs }: TimeSpan) => endMs - startMs;
  const [longest, next] = gaps.toSorted((a, b) => length(b) - length(a));
  if (!longest || !next || length(longest) < Math.max(leastQuietMs, timesTheNext * length(next)))
    return undefined;
  const otherMs = sortedMs.at(-1)! - sortedMs[0]! - length(longest);
  const unlikely = gaps.length * Math.exp((-(gaps.length - 1) * length(longest)) / otherMs);
  return unlikely < chance ? longest : undefined;
}
