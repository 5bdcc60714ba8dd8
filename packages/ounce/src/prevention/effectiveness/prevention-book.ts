import type { IncidentType, PreventionKind, PreventionStatus, ServiceRollout, TimeMetric } from '@ounce/core';
import type { Ledger, PreventionRecord } from '../../ledger/index.ts';

/** A prevention that protects something by now. */
export interface ActivePrevention {
  readonly id: string;
  readonly title: string;
  readonly kind: PreventionKind;
  readonly status: PreventionStatus;
  readonly incidentTypes: readonly IncidentType[];
  /** All when empty. */
  readonly services: readonly string[];
  readonly rollouts: readonly ServiceRollout[];
  readonly completedAtMs?: number;
  readonly experiment?: string;
  /** The times that it is expected to shorten. */
  readonly times?: TimeMetric;
}

/** Those that are complete, or rolled out somewhere, kept up with the ledger. */
export class PreventionBook {
  readonly #ledger: Ledger;
  readonly #byId = new Map<string, ActivePrevention>();
  readonly #byType = new Map<IncidentType, readonly ActivePrevention[]>();
  #version = 0;
  readonly #unsubscribe: () => void;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#unsubscribe = ledger.subscribe((events) => {
      for (const event of events) if (event.kind === 'prevention.saved') this.#read(event.data.prevention.id);
    });
    for (const status of ['complete', 'verified', 'ineffective', 'rolling'] as const)
      for (const record of allOf(ledger, status)) this.#put(record);
  }

  get version(): number {
    return this.#version;
  }

  get(id: string): ActivePrevention | undefined {
    return this.#byId.get(id);
  }

  /** In the order in which they began to protect. */
  against(type: IncidentType): readonly ActivePrevention[] {
    let found = this.#byType.get(type);
    if (!found) {
      found = [...this.#byId.values()]
        .filter(({ incidentTypes }) => incidentTypes.includes(type))
        .sort((a, b) => firstMs(a) - firstMs(b));
      this.#byType.set(type, found);
    }
    return found;
  }

  all(): readonly ActivePrevention[] {
    return [...this.#byId.values()];
  }

  close(): void {
    this.#unsubscribe();
  }

  #read(id: string): void {
    this.#byId.delete(id);
    const record = this.#ledger.query.prevention(id);
    if (record) this.#put(record);
    this.#byType.clear();
    this.#version += 1;
  }

  #put(record: PreventionRecord): void {
    const { id, title, kind, status, incidentTypes, services, rollouts, completedAtMs, experiment } = record;
    const metric = record.expectedImpact?.metric;
    const protects =
      status === 'rolling'
        ? rollouts.length > 0
        : ['complete', 'verified', 'ineffective'].includes(status) && completedAtMs !== undefined;
    if (!protects) return;
    this.#byId.set(id, {
      ...{ id, title, kind, status, incidentTypes, services, rollouts },
      ...(completedAtMs === undefined ? {} : { completedAtMs }),
      ...(experiment === undefined ? {} : { experiment }),
      ...(metric === 'time_to_recover' || metric === 'time_to_detect' ? { times: metric } : {}),
    });
  }
}

/** When it began to protect anything. */
export function firstMs({ rollouts, completedAtMs = Number.POSITIVE_INFINITY }: ActivePrevention): number {
  return rollouts.reduce((first, { atMs }) => Math.min(first, atMs), completedAtMs);
}

/** When it began to protect a service; undefined where it does not. */
export function protectsFromMs(prevention: ActivePrevention, service: string): number | undefined {
  const { services, rollouts, completedAtMs, status } = prevention;
  const rollout = rollouts.find((each) => each.service === service);
  if (rollout) return rollout.atMs;
  if (services.length > 0 && !services.includes(service)) return undefined;
  return status === 'rolling' ? undefined : completedAtMs;
}

/** From the first service on, and from the last: between them it protected some and not yet others. */
export function rollOutSpan(
  prevention: ActivePrevention,
  service?: string,
): { readonly firstMs: number; readonly lastMs: number } | undefined {
  if (service !== undefined) {
    const atMs = protectsFromMs(prevention, service);
    return atMs === undefined ? undefined : { firstMs: atMs, lastMs: atMs };
  }
  const { services, rollouts, completedAtMs, status } = prevention;
  const covered = services.length > 0 && services.every((name) => rollouts.some((r) => r.service === name));
  const times = rollouts.map(({ atMs }) => atMs);
  if (!covered && status !== 'rolling' && completedAtMs !== undefined) times.push(completedAtMs);
  return times.length === 0 ? undefined : { firstMs: Math.min(...times), lastMs: Math.max(...times) };
}

function* allOf(ledger: Ledger, status: PreventionStatus): Generator<PreventionRecord> {
  for (let cursor: string | undefined, more = true; more; ) {
    const page = ledger.query.preventions({
      status,
      limit: 1000,
      ...(cursor === undefined ? {} : { cursor }),
    });
    yield* page.items;
    cursor = page.next;
    more = cursor !== undefined;
  }
}
