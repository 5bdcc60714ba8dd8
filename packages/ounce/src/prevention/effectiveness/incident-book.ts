import type { IncidentType, JournalEvent } from '@ounce/core';
import type { ImportRecord, IncidentFact, Ledger } from '../../ledger/index.ts';

/** All real incidents in memory, kept up with the ledger: 100,000 of them are read once, not at each question. */
export class IncidentBook {
  readonly #ledger: Ledger;
  readonly #byId = new Map<string, IncidentFact>();
  readonly #byType = new Map<IncidentType, Map<string, IncidentFact>>();
  readonly #sorted = new Map<IncidentType, readonly IncidentFact[]>();
  readonly #byService = new Map<IncidentType, ReadonlyMap<string, readonly IncidentFact[]>>();
  readonly #versions = new Map<IncidentType, number>();
  #version = 0;
  readonly #unsubscribe: () => void;

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#unsubscribe = ledger.subscribe((events) => this.#take(events));
    const imports = ledger.query.imports();
    for (const fact of ledger.query.incidentFacts()) this.#put(withKnownEnd(fact, imports));
  }

  get types(): readonly IncidentType[] {
    return [...this.#byType.keys()];
  }

  /** Oldest first. */
  of(type: IncidentType): readonly IncidentFact[] {
    let sorted = this.#sorted.get(type);
    if (!sorted) {
      sorted = [...(this.#byType.get(type)?.values() ?? [])].sort((a, b) => a.startedAtMs - b.startedAtMs);
      this.#sorted.set(type, sorted);
    }
    return sorted;
  }

  /** Of one type by service, each oldest first. */
  byService(type: IncidentType): ReadonlyMap<string, readonly IncidentFact[]> {
    let groups = this.#byService.get(type);
    if (!groups) {
      groups = byService(this.of(type));
      this.#byService.set(type, groups);
    }
    return groups;
  }

  all(): Iterable<IncidentFact> {
    return this.#byId.values();
  }

  /** Another number whenever something about incidents of this type, or of any, has changed. */
  version(type?: IncidentType): number {
    return type === undefined ? this.#version : (this.#versions.get(type) ?? 0);
  }

  close(): void {
    this.#unsubscribe();
  }

  #take(events: readonly JournalEvent[]): void {
    const ids = new Set<string>();
    for (const event of events) {
      if (event.kind === 'incident.opened') ids.add(event.data.id);
      else if (event.kind.startsWith('incident.'))
        ids.add((event as JournalEvent<'incident.resolved'>).data.incidentId);
    }
    // A history's own end is told after its incidents.
    if (events.some(({ kind }) => kind === 'history.imported'))
      for (const fact of this.#byId.values()) if (isOpenInHistory(fact)) ids.add(fact.id);
    const imports = this.#ledger.query.imports();
    for (const id of ids) {
      this.#drop(id);
      const fact = this.#ledger.query.incidentFact(id);
      if (fact) this.#put(withKnownEnd(fact, imports));
    }
  }

  #put(fact: IncidentFact): void {
    this.#byId.set(fact.id, fact);
    const same = this.#byType.get(fact.type);
    if (same) same.set(fact.id, fact);
    else this.#byType.set(fact.type, new Map([[fact.id, fact]]));
    this.#changed(fact.type);
  }

  #drop(id: string): void {
    const fact = this.#byId.get(id);
    if (!fact) return;
    this.#byId.delete(id);
    const same = this.#byType.get(fact.type);
    same?.delete(id);
    if (same?.size === 0) this.#byType.delete(fact.type);
    this.#changed(fact.type);
  }

  #changed(type: IncidentType): void {
    this.#sorted.delete(type);
    this.#byService.delete(type);
    this.#version += 1;
    this.#versions.set(type, this.version(type) + 1);
  }
}

const isOpenInHistory = ({ source, resolvedAtMs }: IncidentFact) =>
  source === 'import' && resolvedAtMs === undefined;

/** A history that ends while an incident is open says nothing of what came later: not that it still goes on. */
function withKnownEnd(fact: IncidentFact, imports: readonly ImportRecord[]): IncidentFact {
  if (!isOpenInHistory(fact)) return fact;
  const ends = imports
    .filter(({ services }) => services.length === 0 || services.includes(fact.service))
    .filter(({ sinceMs, untilMs }) => sinceMs <= fact.startedAtMs && fact.startedAtMs <= untilMs)
    .map(({ untilMs }) => untilMs);
  return ends.length === 0 ? fact : { ...fact, openUntilMs: Math.max(...ends) };
}

export function byService(
  facts: readonly IncidentFact[],
  names: readonly string[] = [],
): Map<string, IncidentFact[]> {
  const groups = new Map<string, IncidentFact[]>(names.map((name) => [name, []]));
  for (const fact of facts) {
    const group = groups.get(fact.service);
    if (group) group.push(fact);
    else groups.set(fact.service, [fact]);
  }
  return groups;
}
