import type { CounterHistory } from './counter-history.ts';
import { select } from './labels.ts';
import type { Selector } from './query/model.ts';
import type { Scrape } from './scrape-target.ts';

type Answered = Extract<Scrape, { kind: 'samples' }>;

/** What a query can see: the instances that answered in this read, and the readings before it. */
export interface World {
  readonly instances: ReadonlyMap<string, Answered>;
  readonly history: CounterHistory;
  /** Of the service and the query; what is remembered under it is nobody else's. */
  readonly historyKey: string;
  /** Stands for this read. */
  readonly read: object;
}

export type Series =
  | {
      readonly kind: 'points';
      readonly points: readonly { readonly labels: readonly string[]; readonly value: number }[];
      /** Of the oldest point. */
      readonly atMs: number;
    }
  | { readonly kind: 'missing'; readonly why: string };

/** The values themselves. */
export function collectValues(selector: Selector, { instances }: World): Series {
  const points = [];
  let oldestMs = Number.POSITIVE_INFINITY;
  for (const { samples, atMs } of instances.values()) {
    for (const sample of select(samples.get(selector.metric) ?? [], selector)) {
      points.push(sample);
      oldestMs = Math.min(oldestMs, sample.timestampMs ?? atMs);
    }
  }
  return points.length === 0 ? nobody(selector) : { kind: 'points', points, atMs: oldestMs };
}

/** Increase per second since this query's last reading of each instance. */
export function collectRates(selector: Selector, { instances, history, historyKey, read }: World): Series {
  const points = [];
  let oldestMs = Number.POSITIVE_INFINITY;
  let exposed = false;
  for (const [target, { samples: all, atMs, monotonicMs }] of instances) {
    const samples = select(all.get(selector.metric) ?? [], selector);
    exposed ||= samples.length > 0;
    const key = JSON.stringify([historyKey, selector.text, target]);
    const increases = history.advance(key, { monotonicMs, samples }, read) ?? [];
    for (const { labels, increase, seconds } of increases) points.push({ labels, value: increase / seconds });
    if (increases.length > 0) oldestMs = Math.min(oldestMs, atMs);
  }
  if (points.length > 0) return { kind: 'points', points, atMs: oldestMs };
  return exposed
    ? { kind: 'missing', why: `a rate of ${selector.text} needs two readings, and this is the first` }
    : nobody(selector);
}

function nobody({ text }: Selector): Series {
  return { kind: 'missing', why: `no instance exposes ${text}` };
}
