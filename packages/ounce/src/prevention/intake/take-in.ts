import { type Incident, type NewEvent, OunceError } from '@ounce/core';
import { appendPlanned } from '../incidents/append-planned.ts';
import { checkTimes } from '../incidents/check-times.ts';
import type { IncidentContext } from '../incidents/context.ts';
import { differences } from '../incidents/correct.ts';
import { incidentIdOf } from '../incidents/incident-id.ts';
import { checkType } from '../incidents/incident-types.ts';
import { opened } from '../incidents/open.ts';
import { after, allowed, type KnownIncident, knownIncident } from './known-incident.ts';
import type { TakenIn, Told, ToldBatch } from './told.ts';

const stepOf = {
  acknowledge: { kind: 'incident.acknowledged', field: 'acknowledgedAtMs' },
  mitigate: { kind: 'incident.mitigated', field: 'mitigatedAtMs' },
  resolve: { kind: 'incident.resolved', field: 'resolvedAtMs' },
} as const;

/**
 * Takes a batch into the ledger: all of it in one append, or nothing. What has been said before changes nothing, so every
 * batch may be sent again. Throws OUNCE_E_BAD_REQUEST for what cannot be: unknown types or incidents, times in the future.
 */
export async function takeIn(
  { ledger, clock, ownTypes }: IncidentContext,
  batch: ToldBatch,
  actor: string,
): Promise<TakenIn> {
  const nowMs = clock.nowMs();
  for (const { incident } of batch.told) if (incident) checkType(incident.type, ownTypes);
  return appendPlanned(ledger, () => {
    const taking = new Taking(batch.source, actor, nowMs, (externalId) => {
      const found = ledger.query.incidentByExternalId(batch.source, externalId);
      return found && knownIncident(ledger.query, found);
    });
    for (const told of batch.told) taking.take(told);
    return { events: taking.events, result: taking.report };
  });
}

/** One plan for one batch. */
class Taking {
  readonly events: NewEvent[] = [];
  readonly #source: ToldBatch['source'];
  readonly #actor: string;
  readonly #nowMs: number;
  readonly #find: (externalId: string) => KnownIncident | undefined;
  readonly #known = new Map<string, KnownIncident>();
  #opened = 0;
  #unchanged = 0;

  constructor(
    source: ToldBatch['source'],
    actor: string,
    nowMs: number,
    find: (externalId: string) => KnownIncident | undefined,
  ) {
    this.#source = source;
    this.#actor = actor;
    this.#nowMs = nowMs;
    this.#find = find;
  }

  get report(): TakenIn {
    const incidentIds = [...this.#known.values()].map(({ incident }) => incident.id);
    const changed = this.events.length - this.#opened;
    return { opened: this.#opened, changed, unchanged: this.#unchanged, incidentIds };
  }

  take(told: Told): void {
    const before = this.events.length;
    const { known, isNew } = this.#knownOrOpened(told);
    this.#known.set(told.externalId, known);
    if (!(isNew && told.kind === 'open')) this.#follow(known, told);
    if (this.events.length === before) this.#unchanged += 1;
  }

  #knownOrOpened(told: Told): { known: KnownIncident; isNew: boolean } {
    const { externalId } = told;
    const known = this.#known.get(externalId) ?? this.#find(externalId);
    if (known) return { known, isNew: false };
    if (!told.incident)
      throw new OunceError(
        'OUNCE_E_BAD_REQUEST',
        `Nothing is known of the incident ${JSON.stringify(externalId)}, and the message does not say what it is.`,
        { mend: 'Send the event that opens it first, or with all of its fields.' },
      );
    const incident: Incident = {
      ...told.incident,
      id: incidentIdOf(this.#source, externalId),
      source: this.#source,
      externalId,
    };
    checkTimes(incident, this.#nowMs);
    this.events.push(opened(incident, this.#nowMs, this.#actor));
    this.#opened += 1;
    return { known: { incident, lastStepMs: incident.startedAtMs, byPerson: new Set() }, isNew: true };
  }

  #follow(known: KnownIncident, told: Told): void {
    const { incident } = known;
    switch (told.kind) {
      case 'open':
        if (told.firesAgain && incident.resolvedAtMs !== undefined) this.#reopen(known, told);
        return;
      case 'reopen':
        // A copy of an old message must not open what has been resolved since.
        if (incident.resolvedAtMs !== undefined && told.atMs > known.lastStepMs) this.#reopen(known, told);
        return;
      case 'correct':
        this.#correct(known, told);
        return;
      default:
        this.#step(known, told);
    }
  }

  #step(known: KnownIncident, told: Extract<Told, { kind: keyof typeof stepOf }>): void {
    const { kind, field } = stepOf[told.kind];
    const { incident } = known;
    const { resolvedAtMs } = incident;
    if (incident[field] !== undefined) return;
    // It has been resolved by then: an acknowledgement that was on its way for long is no news.
    if (told.kind !== 'resolve' && resolvedAtMs !== undefined && told.atMs > resolvedAtMs) return;
    // It ended before it was opened again: the newer word counts.
    if (told.kind === 'resolve' && told.atMs < (known.reopenedAtMs ?? 0)) return;
    checkTimes({ ...incident, [field]: told.atMs }, this.#nowMs);
    const data = { incidentId: incident.id, why: told.why, atMs: told.atMs, source: this.#source };
    this.#add(known, told, { ...this.#by(incident), kind, data });
  }

  #reopen(known: KnownIncident, told: Told): void {
    const { why, atMs } = told;
    const data = { incidentId: known.incident.id, why, atMs, source: this.#source };
    this.#add(known, told, { ...this.#by(known.incident), kind: 'incident.reopened', data });
  }

  #correct(known: KnownIncident, told: Extract<Told, { kind: 'correct' }>): void {
    if (told.atMs < known.lastStepMs) return;
    const changes = allowed(differences(known.incident, told.changes), known.byPerson);
    if (Object.keys(changes).length === 0) return;
    checkTimes({ ...known.incident, ...changes }, this.#nowMs);
    const data = {
      incidentId: known.incident.id,
      changes,
      why: told.why,
      atMs: told.atMs,
      source: this.#source,
    };
    this.#add(known, told, { ...this.#by(known.incident), kind: 'incident.corrected', data });
  }

  #add(known: KnownIncident, told: Told, event: NewEvent): void {
    this.events.push(event);
    this.#known.set(told.externalId, after(known, event, told.atMs));
  }

  #by({ id }: Incident) {
    return { atMs: this.#nowMs, actor: this.#actor, subject: `incident:${id}` };
  }
}
