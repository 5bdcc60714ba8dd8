import { createRandom, OunceError, type ServiceStatus } from '@ounce/core';
import type { Clock, Journal, MetricSource, Platform } from '../ports/index.ts';
import type { StormPlan } from './storm-plan.ts';

interface Parts {
  readonly clock: Clock;
  readonly plan: StormPlan;
}

/** Takes virtual time for every append, and refuses some of them: half of these after they were written. */
export function troubledJournal(journal: Journal, { clock, plan }: Parts): Journal {
  const random = createRandom(plan.seed ^ 0x10a7);
  const { slowMs, refused } = plan.journal;
  const refuse = () => {
    throw new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', 'The disk is full.', { retry: true });
  };
  return {
    async append(events, options) {
      const [latency, luck] = [random() * slowMs, random()];
      if (latency > 0) await clock.sleep(latency / 2);
      if (luck < refused / 2) refuse();
      const sealed = await journal.append(events, options);
      if (latency > 0) await clock.sleep(latency / 2);
      if (luck < refused) refuse();
      return sealed;
    },
    read: (afterSeq) => journal.read(afterSeq),
    head: () => journal.head(),
    // Whoever opened it goes; the truth stays.
    async close() {},
  };
}

/** What the platform says is sometimes not so: an old answer, or made-up counts. Some orders are carried out and not confirmed. */
export function lyingPlatform(platform: Platform, { clock, plan }: Parts): Platform {
  const random = createRandom(plan.seed ^ 0x11e5);
  const { lies, lostAnswers } = plan.platform;
  const silent = silencesOf('platform', { clock, plan });
  let last: ServiceStatus | undefined;
  return {
    ...platform,
    async status(ref, signal) {
      if (silent()) throw new Error('the platform does not answer');
      const truth = await platform.status(ref, signal);
      const luck = random();
      const before = last;
      last = truth;
      if (luck < lies / 2 && before) return { ...before, atMs: before.atMs - 60_000 };
      if (luck < lies) return { ...truth, desired: Math.floor(random() * 20), instances: [] };
      return truth;
    },
    async scale(ref, replicas, signal) {
      await platform.scale(ref, replicas, signal);
      if (random() < lostAnswers) throw new Error('the answer was lost');
    },
  };
}

/** Now and then nothing can be read for a while. */
export function silentSource(source: MetricSource, parts: Parts): MetricSource {
  const silent = silencesOf('source', parts);
  return {
    ...source,
    async read(requests, signal) {
      const readings = await source.read(requests, signal);
      return silent() ? readings.map(({ id }) => ({ id, kind: 'missing', why: 'a silence' })) : readings;
    },
  };
}

function silencesOf(what: 'source' | 'platform', { clock, plan }: Parts): () => boolean {
  const startMs = clock.nowMs();
  const silences = plan.silences.filter(({ of }) => of === what);
  return () => {
    const sinceMs = clock.nowMs() - startMs;
    return silences.some(({ fromMs, toMs }) => sinceMs >= fromMs && sinceMs < toMs);
  };
}

/** What the governor was told, kept apart from it: the ground on which its orders are judged. */
export interface Told {
  /** When the newest usable reading of the queue's depth was taken, as this governor was told. */
  depthAtMs: number;
  /** How many replicas the platform said were asked for. */
  desired: number | undefined;
}

export function overheard(
  source: MetricSource,
  platform: Platform,
  told: Told,
  clock: Clock,
  onOrder: (replicas: number) => void,
  intervalMs: number,
): { source: MetricSource; platform: Platform } {
  return {
    source: {
      ...source,
      async read(requests, signal) {
        const readings = await source.read(requests, signal);
        for (const [i, reading] of readings.entries()) {
          if (requests[i]?.query !== 'queueDepth' || reading.kind === 'missing') continue;
          if (!Number.isFinite(reading.value) || reading.atMs > clock.nowMs() + intervalMs) continue;
          told.depthAtMs = Math.max(told.depthAtMs, reading.atMs);
        }
        return readings;
      },
    },
    platform: {
      ...platform,
      async status(ref, signal) {
        const status = await platform.status(ref, signal);
        told.desired = status.desired;
        return status;
      },
      async scale(ref, replicas, signal) {
        onOrder(replicas);
        await platform.scale(ref, replicas, signal);
      },
    },
  };
}
