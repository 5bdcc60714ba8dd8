import { needOf } from './need.ts';
import { settingSpecs } from './settings.ts';

interface Work {
  /** Jobs that come together, such as one round of reading. */
  readonly jobs: number;
  /** They are to be done within so long. */
  readonly withinMs: number;
  /** How long the newest jobs took, in any order. */
  readonly tookMs: readonly number[];
  /** How many are done at the same time now. */
  readonly now: number;
  readonly least: number;
  readonly most: number;
}

/** Jobs are planned for by this quantile of the time they take. */
const quantile = 0.9;
/** What is no longer needed goes by this share a round. */
const stepDown = 0.25;

const settings = {
  ...(Object.fromEntries(Object.entries(settingSpecs).map(([name, spec]) => [name, spec.default])) as {
    [Name in keyof typeof settingSpecs]: number;
  }),
  surgeDeviations: 0,
};

/**
 * How many jobs to do at the same time: the sizing of replicas, for workers that are ready at once and carry as many jobs a
 * second as one takes time for. Up at once, down by a quarter a round; without a job that has told its time nothing changes.
 */
export function concurrencyFor({ jobs, withinMs, tookMs, now, least, most }: Work): number {
  const times = tookMs.filter((ms) => Number.isFinite(ms) && ms >= 0).sort((a, b) => a - b);
  if (times.length === 0 || jobs <= 0 || withinMs < 1) return now;
  const each = Math.max(0.1, times[Math.ceil(quantile * times.length) - 1]!);
  const rate = (1000 * jobs) / withinMs;
  const level = {
    rate,
    error: 0,
    slope: 0,
    slopeError: 0,
    seenSeconds: 60,
    before: rate,
    readings: jobs,
    dispersion: 1,
  };
  const replicas = { desired: now, ready: now, starting: 0 };
  const need = needOf(
    {
      ...{ depth: 0, level, replicas, perReplica: 1000 / each },
      ...{ startupMs: 0, startingReadyInMs: 0, intervalMs: 0, surprise: undefined },
    },
    // What waits within a round is what rounds are: nothing of it is a backlog.
    { ...settings, threshold: Number.MAX_VALUE },
  ).replicas;
  const wanted = Math.min(jobs, need);
  const slowly = Math.max(wanted, Math.floor(now * (1 - stepDown)));
  return Math.max(least, Math.min(most, wanted > now ? wanted : Math.min(now, slowly)));
}
