import { type JournalEvent, type ServiceRef, serviceKey, type TimeSpan } from '@ounce/core';
import type { ExperimentRecord } from '../ledger/index.ts';

/** What a fault has done is still read, and answered, for so long after its experiment has ended. */
const aftermathMs = 60_000;
/** Decisions are graded, and windows filled again after a restart, well within this time. */
const keptMs = 2 * 3_600_000;

interface Drill {
  readonly experimentId: string;
  readonly services: ReadonlySet<string>;
  /** When the first fault was injected; absent before: what happens in the steady state is real. */
  readonly fromMs?: number;
  /** Absent while it runs. */
  readonly untilMs?: number;
}

type Touches = Pick<ExperimentRecord, 'scenario' | 'targets'>;

/** Which experiment's fault may have caused what was seen of a service, from what the ledger says of experiments. */
export class Drills {
  #drills: readonly Drill[] = [];

  /** Knows again what ran lately, before an earlier governor ended. */
  restore(records: readonly ExperimentRecord[]): void {
    this.#drills = records.map((record) => ({
      experimentId: record.id,
      services: servicesOf(record),
      ...(record.faults[0] ? { fromMs: record.faults[0].injectedAtMs } : {}),
      ...(record.finishedAtMs === undefined ? {} : { untilMs: record.finishedAtMs }),
    }));
  }

  follow(event: JournalEvent): void {
    switch (event.kind) {
      case 'experiment.started': {
        const { experimentId } = event.data;
        const kept = this.#drills.filter(({ untilMs = event.atMs }) => untilMs > event.atMs - keptMs);
        this.#drills = [...kept, { experimentId, services: servicesOf(event.data) }];
        break;
      }
      case 'experiment.fault_injected':
        this.#change(event.data.experimentId, (drill) => ({ fromMs: event.atMs, ...drill }));
        break;
      case 'experiment.finished':
        this.#change(event.data.experimentId, (drill) => ({ ...drill, untilMs: event.atMs }));
        break;
    }
  }

  /** The experiment that what began on this service at `atMs` may come from; undefined when it is real. */
  at(service: ServiceRef, atMs: number): string | undefined {
    const key = serviceKey(service);
    const covers = ({ services, fromMs, untilMs = atMs }: Drill) =>
      services.has(key) && fromMs !== undefined && atMs >= fromMs && atMs <= untilMs + aftermathMs;
    return this.#drills.findLast(covers)?.experimentId;
  }

  /** When drills may have caused what was seen of this service, oldest first, as far back as `sinceMs`. */
  spans(service: ServiceRef, sinceMs: number, nowMs: number): TimeSpan[] {
    const key = serviceKey(service);
    return this.#drills.flatMap(({ services, fromMs, untilMs }) => {
      if (!services.has(key) || fromMs === undefined) return [];
      const endMs = untilMs === undefined ? nowMs : untilMs + aftermathMs;
      return endMs >= sinceMs ? [{ startMs: fromMs, endMs }] : [];
    });
  }

  #change(experimentId: string, change: (drill: Drill) => Drill): void {
    this.#drills = this.#drills.map((drill) => (drill.experimentId === experimentId ? change(drill) : drill));
  }
}

function servicesOf({ scenario, targets: { target, faultTarget } }: Touches): ReadonlySet<string> {
  const others = (scenario.alsoAffected ?? []).map((service) => ({ ...target, service }));
  return new Set([target, faultTarget, ...others].map(serviceKey));
}
