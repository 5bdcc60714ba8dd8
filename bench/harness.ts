/**
 * The one harness of all benchmarks: cases take turns within one process, so that a noisy machine is noisy for all of
 * them alike, and the medians of the rounds are printed with what the machine was.
 */
import { cpus, totalmem } from 'node:os';

export interface BenchRow {
  readonly case: string;
  readonly metric: string;
  readonly unit: string;
  /** One number for Ounce and for each peer or baseline, by name. */
  readonly values: Readonly<Record<string, number>>;
}

export interface BenchReport {
  readonly bench: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGiB: number;
    readonly node: string;
  };
  readonly rows: readonly BenchRow[];
  /** What a reader must know: what is not measured, which figure falls short. */
  readonly notes?: readonly string[];
}

interface BenchOptions {
  /** How often each case is run; the figures are medians. Only for a bench that exports `repeats`: others have rounds of their own. */
  readonly repeat: number;
}

/** A benchmark is a folder `bench/NAME/index.ts` whose default export is one of these. */
export type Bench = (
  progress: (line: string) => void,
  options: BenchOptions,
) => Promise<{ rows: BenchRow[]; notes?: string[] }>;

export function machine(): BenchReport['machine'] {
  const [first] = cpus();
  return {
    cpu: first?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
  };
}

export interface Spent {
  readonly seconds: number;
  /** Of this process on any core: what a busy machine changes least. */
  readonly processorSeconds: number;
}

export async function spent(work: () => Promise<unknown>): Promise<Spent> {
  const startedMs = performance.now();
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return { seconds: (performance.now() - startedMs) / 1000, processorSeconds: (user + system) / 1e6 };
}

/** The middle value (the mean of the middle two for an even count). Throws on an empty list. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('median of no values');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

/**
 * Runs each candidate once a round, in an order that turns by one every round, and returns each one's median result.
 * A candidate returns its own figure (for example nanoseconds per call).
 */
export async function interleave(
  candidates: Readonly<Record<string, () => number | Promise<number>>>,
  rounds: number,
): Promise<Record<string, number>> {
  const names = Object.keys(candidates);
  const results = new Map<string, number[]>(names.map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < names.length; i++) {
      const name = names[(i + round) % names.length]!;
      results.get(name)!.push(await candidates[name]!());
    }
  }
  return Object.fromEntries(names.map((name) => [name, median(results.get(name)!)]));
}
