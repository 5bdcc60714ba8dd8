import type { Clock } from '../../ports/index.ts';

/** Options of `scrapeSource`. */
export interface ScrapeOptions {
  readonly clock: Clock;
  /** Below each target's base address. Default `/metrics`. */
  readonly path?: string;
  /** For one instance's answer, headers and body. Default 2,000. */
  readonly timeoutMs?: number;
  /** Larger answers are refused. Default 16 MiB. */
  readonly maxBodyBytes?: number;
  /** How many instances are read at the same time at the least. Default 32. */
  readonly concurrency?: number;
  /** … and at the most, when they are slow or many: then as many as it takes to be through in time. Default 256. */
  readonly mostConcurrency?: number;
  /** A round of reading should be through within so long. Default 500, half of the shortest interval. */
  readonly roundMs?: number;
  /** A rate needs two readings of an instance that are at most so far apart. Default 120,000. */
  readonly longestGapMs?: number;
  /** Told of each answer: what reading costs. */
  readonly meter?: (target: string, bytes: number, parseMs: number) => void;
}
