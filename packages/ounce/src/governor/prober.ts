import { concurrencyFor, type DependencyHealth, type ProbeResult } from '@ounce/core';
import type { Clock, HealthProbe } from '../ports/index.ts';
import type { Service } from './service.ts';
import { limited } from './within.ts';

/**
 * So many probes are under way at once, sized as replicas are by what is due and how long probes take; the others wait for
 * their turn, which their due time already spreads. Fewer would save nothing; more would be too many sockets.
 */
const leastAtOnce = 256;
const mostAtOnce = 2048;
/** A probe that could not be heard of because we ourselves were this late says nothing about the instance. */
const ownLagMs = 250;
const lagLookEveryMs = 50;
/** Probes whose moments are closer than this begin together. */
const leastSleepMs = 20;

interface Due {
  readonly service: Service;
  readonly id: string;
  readonly startedAtMs: number;
  readonly url: string | undefined;
  readonly dueMs: number;
}

interface Options {
  readonly services: ReadonlyMap<string, Service>;
  readonly probe: HealthProbe;
  readonly clock: Clock;
  /** An instance has failed a probe, or has passed its first one since: worth a look before the next tick. */
  readonly onNews?: (kind: 'up' | 'down') => void;
}

/**
 * Probes every instance of every service that has a `health`, each on its own beat, which is spread over the interval by
 * its name. Its own lateness is measured: what fails while the prober is starved is `unknown`, not `down`.
 */
export class Prober {
  readonly #options: Options;
  /** The next beat of each instance that is not planned yet. */
  #nextMs = new Map<string, number>();
  readonly #underWay = new Set<string>();
  /** What is due until the next look, by its time. */
  #plan: Due[] = [];
  readonly #waiting: Due[] = [];
  #running = 0;
  #atOnce = leastAtOnce;
  /** How long the probes took that ended since the last plan. */
  #tookMs: number[] = [];
  #lateAtMs = Number.NEGATIVE_INFINITY;
  #watching = false;
  #cancelPlan = new AbortController();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * Plans the probes that fall due within the next `horizonMs` and returns at once; each begins at its own moment, and
   * results go to the services' books. To be called again before the horizon is reached.
   */
  begin(signal: AbortSignal, horizonMs: number): void {
    const nowMs = this.#options.clock.nowMs();
    // What was planned and has not begun is planned anew: services and instances may have changed.
    const left = this.#plan;
    this.#plan = [];
    for (const due of left)
      this.#nextMs.set(keyOf(due), Math.min(due.dueMs, this.#nextMs.get(keyOf(due)) ?? due.dueMs));
    const known = this.#nextMs;
    this.#nextMs = new Map();
    for (const service of this.#options.services.values())
      this.#planService(service, known, nowMs, horizonMs);
    this.#plan.sort((a, b) => a.dueMs - b.dueMs);
    this.#resize(horizonMs);
    this.#cancelPlan.abort();
    this.#cancelPlan = new AbortController();
    void this.#follow(AbortSignal.any([signal, this.#cancelPlan.signal]), signal);
  }

  #resize(horizonMs: number): void {
    this.#atOnce = concurrencyFor({
      ...{ jobs: this.#plan.length + this.#waiting.length, withinMs: horizonMs, tookMs: this.#tookMs },
      ...{ now: this.#atOnce, least: leastAtOnce, most: mostAtOnce },
    });
    this.#tookMs = [];
  }

  #planService(service: Service, known: ReadonlyMap<string, number>, nowMs: number, horizonMs: number): void {
    const { health, status } = service;
    if (!health || !status) return;
    health.follow(status);
    health.dependencies = health.spec.dependsOn.map((name) => this.#dependency(name, service, nowMs));
    const { intervalMs } = health.spec;
    for (const { id, startedAtMs, url, state } of status.instances) {
      if (state === 'draining') continue;
      const key = `${service.key}/${id}`;
      const plannedMs = known.get(key) ?? nowMs;
      // A clock that was set back must not silence an instance.
      let dueMs = plannedMs > nowMs + 2 * intervalMs ? nowMs : plannedMs;
      for (; dueMs < nowMs + horizonMs; dueMs = nextDueMs(key, intervalMs, Math.max(dueMs, nowMs)))
        this.#plan.push({ service, id, startedAtMs, url, dueMs });
      this.#nextMs.set(key, dueMs);
    }
  }

  /** Begins each planned probe when its moment has come. */
  async #follow(planned: AbortSignal, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!planned.aborted) {
      const nowMs = clock.nowMs();
      let count = 0;
      while (count < this.#plan.length && this.#plan[count]!.dueMs <= nowMs) count++;
      for (const due of this.#plan.splice(0, count)) {
        const key = keyOf(due);
        if (this.#underWay.has(key)) continue;
        this.#underWay.add(key);
        this.#waiting.push(due);
      }
      if (count > 0) {
        this.#watch(signal);
        for (let free = this.#atOnce - this.#running; free > 0 && this.#waiting.length > 0; free--)
          void this.#work(signal);
      }
      const next = this.#plan[0];
      if (!next) return;
      await clock.sleep(Math.max(leastSleepMs, next.dueMs - nowMs), planned).catch(() => {});
    }
  }

  async #work(signal: AbortSignal): Promise<void> {
    if (this.#running >= this.#atOnce) return;
    this.#running++;
    try {
      while (this.#running <= this.#atOnce && !signal.aborted) {
        const due = this.#waiting.shift();
        if (!due) break;
        await this.#ask(due, signal);
      }
    } finally {
      this.#running--;
    }
  }

  async #ask(due: Due, signal: AbortSignal): Promise<void> {
    // At its next beat it may be known a whole interval later that an instance hangs: it is asked again at once, once.
    if (!(await this.#isHeard(due, signal))) await this.#isHeard(due, signal);
    this.#underWay.delete(keyOf(due));
  }

  /** Probes once. @returns whether we were there to hear the answer */
  async #isHeard({ service, id, startedAtMs, url }: Due, signal: AbortSignal): Promise<boolean> {
    const { clock, probe } = this.#options;
    const { check, timeoutMs } = service.health!.spec;
    const beganMs = clock.monotonicMs();
    const target = { service: service.ref.service, region: service.ref.region, instance: id };
    const result = await limited(
      (bounded) => probe.probe({ ...target, ...(url ? { url } : {}), check, timeoutMs }, bounded),
      timeoutMs + 500,
      clock,
      signal,
    ).catch((error: unknown) => ({
      kind: 'down' as const,
      why: error instanceof Error ? error.message : String(error),
      unresponsive: true,
    }));
    this.#tookMs.push(clock.monotonicMs() - beganMs);
    if (signal.aborted) return true;
    const starved = result.kind === 'down' && this.#lateAtMs >= beganMs;
    const told: ProbeResult = starved
      ? { kind: 'unknown', atMs: clock.nowMs(), why: 'the governor itself was too busy to hear the answer' }
      : { ...result, atMs: clock.nowMs() };
    const wasUp = service.health!.instance(id)?.last?.kind === 'up';
    service.health!.take(id, startedAtMs, told);
    service.dirty = true;
    service.undecided = true;
    if (told.kind === 'down' || (told.kind === 'up' && !wasUp)) this.#options.onNews?.(told.kind);
    return !starved;
  }

  /** Measures the event loop's lateness for as long as probes are under way. */
  #watch(signal: AbortSignal): void {
    if (this.#watching || this.#underWay.size === 0) return;
    this.#watching = true;
    const { clock } = this.#options;
    const look = async () => {
      let lastMs = clock.monotonicMs();
      while (this.#underWay.size > 0 && !signal.aborted) {
        await clock.sleep(lagLookEveryMs, signal).catch(() => {});
        const nowMs = clock.monotonicMs();
        if (nowMs - lastMs - lagLookEveryMs > ownLagMs) this.#lateAtMs = nowMs;
        lastMs = nowMs;
      }
      this.#watching = false;
    };
    void look();
  }

  #dependency(name: string, { ref }: Service, nowMs: number): DependencyHealth {
    const service = this.#options.services.get(`${name}@${ref.region}`);
    if (!service?.health || !service.status)
      return { name, kind: 'unknown', why: 'nobody has probed it yet' };
    const { intervalMs, timeoutMs } = service.health.spec;
    const { instances } = service.health.view(service.status);
    const fresh = instances.filter(({ last }) => last && nowMs - last.atMs <= 2.5 * intervalMs + timeoutMs);
    if (fresh.some(({ last }) => last?.kind === 'up')) return { name, kind: 'up', why: 'an instance is up' };
    const down = fresh.find(({ last, failuresInRow }) => last?.kind === 'down' && failuresInRow >= 2);
    if (down?.last?.kind === 'down' && fresh.length === instances.length)
      return { name, kind: 'down', why: down.last.why };
    return { name, kind: 'unknown', why: 'its instances have not been heard of lately' };
  }
}

const keyOf = ({ service, id }: Pick<Due, 'service' | 'id'>): string => `${service.key}/${id}`;

/** The next beat: every instance has its own place within the interval, so that thousands are not asked at once. */
function nextDueMs(key: string, intervalMs: number, nowMs: number): number {
  let hash = 0;
  for (let i = 0; i < key.length; i++) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) >>> 0;
  const phaseMs = hash % intervalMs;
  return Math.floor((nowMs - phaseMs) / intervalMs) * intervalMs + intervalMs + phaseMs;
}
