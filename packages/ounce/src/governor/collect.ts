import type { MetricReading, MetricRequest, MetricSource } from '../ports/index.ts';
import type { MetricSpec, ReadingRecorder } from './options.ts';
import type { Series } from './series.ts';
import type { Service } from './service.ts';

interface Plan {
  readonly service: Service;
  readonly spec: MetricSpec;
  readonly series: Series;
  dueAtMs: number;
}

interface Feed {
  readonly source: MetricSource;
  readonly plans: readonly Plan[];
  busy: boolean;
}

/** Reads what is due, each source in one call, and puts the readings where they belong. */
export class Collector {
  readonly #feeds: readonly Feed[];
  readonly #services: ReadonlyMap<string, Service>;
  readonly #nowMs: () => number;
  readonly #history: ReadingRecorder | undefined;
  #samples = 0;

  constructor(
    services: ReadonlyMap<string, Service>,
    sources: Readonly<Record<string, MetricSource>>,
    nowMs: () => number,
    history?: ReadingRecorder,
  ) {
    this.#services = services;
    this.#nowMs = nowMs;
    this.#history = history;
    const unknown = [...services.values()]
      .flatMap(({ spec }) => spec.metrics)
      .find(({ source }) => !sources[source]);
    if (unknown)
      throw new Error(`${unknown.signal} is read from "${unknown.source}", and there is no such source`);
    const plans = [...services.values()].flatMap((service) =>
      service.spec.metrics.map((spec, i) => ({ service, spec, series: service.series[i]!, dueAtMs: 0 })),
    );
    this.#feeds = Object.entries(sources).map(([name, source]) => ({
      source,
      plans: plans.filter((plan) => plan.spec.source === name),
      busy: false,
    }));
  }

  /** How many readings were taken since the start. */
  get samples(): number {
    return this.#samples;
  }

  /** Starts the reads that are due. Resolves when all have answered; never rejects. */
  async collect(signal: AbortSignal): Promise<void> {
    const nowMs = this.#nowMs();
    await Promise.all(this.#feeds.map((feed) => this.#readFeed(feed, nowMs, signal)));
  }

  async #readFeed(feed: Feed, nowMs: number, signal: AbortSignal): Promise<void> {
    const due = feed.plans.filter((plan) => isDue(plan, nowMs));
    if (due.length === 0) return;
    for (const plan of due) plan.dueAtMs = nextDueMs(plan, nowMs);
    if (feed.busy) return this.#missAll(due, 'the source has not answered the last question yet');
    feed.busy = true;
    try {
      const readings = await feed.source.read(
        due.map((plan, i) => this.#request(plan, i)),
        signal,
      );
      const takenMs = this.#nowMs();
      for (const [i, plan] of due.entries()) this.#take(plan, readings[i], takenMs);
    } catch (error) {
      this.#missAll(due, error instanceof Error ? error.message : String(error));
    } finally {
      feed.busy = false;
    }
  }

  #request({ service, spec }: Plan, i: number): MetricRequest {
    const { region } = service.ref;
    const read = spec.of ? this.#services.get(`${spec.of}@${region}`) : service;
    const targets = (read?.status?.instances ?? []).flatMap((instance) => instance.url ?? []);
    const { query, nameBy } = spec;
    const { service: name } = service.ref;
    return { id: String(i), service: name, region, query, targets, ...(nameBy && { nameBy }) };
  }

  #take({ service, series }: Plan, reading: MetricReading | undefined, nowMs: number): void {
    if (!reading) series.miss('the source did not answer this question');
    else if (reading.kind === 'missing') series.miss(reading.why);
    else if (series.push(reading.atMs, reading.value, nowMs)) {
      this.#samples++;
      series.names = reading.names;
      this.#history?.record({ ...service.ref, series: series.name }, reading.atMs, reading.value);
    }
    service.dirty = true;
    service.undecided = true;
  }

  #missAll(plans: readonly Plan[], why: string): void {
    for (const { service, series } of plans) {
      series.miss(why);
      service.dirty = true;
      service.undecided = true;
    }
  }
}

/** Also when the next time is further away than it can be: the clock was set back. */
function isDue({ dueAtMs, spec }: Plan, nowMs: number): boolean {
  return dueAtMs <= nowMs || dueAtMs > nowMs + spec.intervalMs;
}

/** Keeps to the grid, so that a late tick does not shift every later one; skips what was missed. */
function nextDueMs(plan: Plan, nowMs: number): number {
  const { intervalMs } = plan.spec;
  return Math.floor(nowMs / intervalMs) * intervalMs + intervalMs;
}
