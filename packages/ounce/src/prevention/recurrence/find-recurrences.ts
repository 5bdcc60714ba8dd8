import { chanceOfRecurrence, type Recurrence } from '@ounce/core';
import type { IncidentRecord, Ledger } from '../../ledger/index.ts';
import { acceptedPerMonth } from '../catalogue/index.ts';
import type { ConfiguredRule, RecurrenceSettings } from './settings.ts';
import { suspects } from './suspects.ts';

const dayMs = 86_400_000;
const yearDays = 365;
/** Of a type within a window; whoever has more knows already that it came back. */
const mostLookedAt = 1000;

/**
 * The recurrences that an incident is part of, and that are not written down yet: by each rule, for each real incident from this one on whose window before it
 * holds enough of them. So one that is told late is counted with those after it as well.
 */
export function findRecurrences(
  ledger: Ledger,
  settings: RecurrenceSettings,
  incident: IncidentRecord,
): Recurrence[] {
  if (incident.drill) return [];
  return settings.rules
    .filter(({ type }) => type === undefined || type === incident.type)
    .flatMap((rule) => byRule(ledger, settings, rule, incident));
}

function byRule(
  ledger: Ledger,
  settings: RecurrenceSettings,
  rule: ConfiguredRule,
  { type, service, startedAtMs }: IncidentRecord,
): Recurrence[] {
  const windowMs = rule.windowDays * dayMs;
  const around = ledger.query
    .incidents({
      ...{ type, drill: false, limit: mostLookedAt },
      ...{ sinceMs: startedAtMs - windowMs, untilMs: startedAtMs + windowMs },
      ...(rule.perService ? { service } : {}),
    })
    .items.toReversed();
  return around.flatMap((newest, index) => {
    if (newest.startedAtMs < startedAtMs) return [];
    const id = idOf(rule, newest);
    // Whom to suspect takes long to find out where there is much: a start looks at days of incidents.
    if (ledger.query.recurrence(id)) return [];
    const within = around
      .slice(0, index + 1)
      .filter((each) => each.startedAtMs > newest.startedAtMs - windowMs);
    return within.length >= rule.count ? [recurrenceOf(id, ledger, settings, rule, within)] : [];
  });
}

function idOf(
  { count, windowDays, perService }: ConfiguredRule,
  { id, type, service }: IncidentRecord,
): string {
  return `REC-${count}-${windowDays}-${perService ? service : 'all'}-${type}-${id}`;
}

function recurrenceOf(
  id: string,
  ledger: Ledger,
  settings: RecurrenceSettings,
  { count, windowDays, perService }: ConfiguredRule,
  incidents: readonly IncidentRecord[],
): Recurrence {
  const newest = incidents.at(-1)!;
  const { type, service } = newest;
  const rule = { count, windowDays, perService };
  const perMonth = acceptedPerMonth(ledger, settings)[type];
  const preventions = suspects(ledger, incidents);
  return {
    id,
    type,
    ...(perService ? { service } : {}),
    atMs: newest.detectedAtMs,
    rule,
    incidentIds: incidents.map(({ id }) => id),
    preventions,
    ...(perMonth === undefined
      ? {}
      : { chance: { perMonth, withinAYear: chanceOfRecurrence(rule, perMonth, yearDays) } }),
    says: sentence(ledger, incidents, rule, preventions),
  };
}

function sentence(
  { query }: Ledger,
  incidents: readonly IncidentRecord[],
  { windowDays, perService }: Recurrence['rule'],
  [first]: Recurrence['preventions'],
): string {
  const { type, service } = incidents.at(-1)!;
  const times = incidents.length === 2 ? 'twice' : `${incidents.length} times`;
  const happened = `${type} occurred ${times} within ${windowDays} days${perService ? ` on ${service}` : ''}`;
  if (!first) return `${happened}; no prevention against it was in place.`;
  const title = query.prevention(first.id)?.title ?? first.id;
  return `${happened}; "${title}" did not stop it.`;
}
