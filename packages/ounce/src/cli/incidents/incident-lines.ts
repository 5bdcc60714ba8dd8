import type { IncidentDetail, IncidentView, TimelineView } from '../../api/types.ts';
import { table } from '../output.ts';

const iso = (atMs: number): string => `${new Date(atMs).toISOString().slice(0, 19)}Z`;

/** Two units at most: `3 d 4 h`, `12 min`, `41 s`. */
function lasting(ms: number): string {
  const units = [
    ['d', 86_400_000],
    ['h', 3_600_000],
    ['min', 60_000],
    ['s', 1000],
  ] as const;
  const first = units.findIndex(([, unitMs]) => ms >= unitMs);
  if (first === -1) return `${Math.max(0, Math.round(ms))} ms`;
  const [name, unitMs] = units[first]!;
  const rest = units[first + 1];
  const more = rest ? Math.floor((ms % unitMs) / rest[1]) : 0;
  return `${Math.floor(ms / unitMs)} ${name}${more > 0 ? ` ${more} ${rest![0]}` : ''}`;
}

export function incidentTable(incidents: readonly IncidentView[]): string[] {
  return table(
    incidents.map((incident) => [
      incident.id,
      iso(incident.startedAtMs),
      incident.drill ? 'drill' : `sev ${incident.severity}`,
      incident.resolvedAtMs === undefined
        ? stateOf(incident)
        : lasting(incident.resolvedAtMs - incident.startedAtMs),
      incident.type,
      `${incident.service}@${incident.region}`,
      incident.summary.length > 70 ? `${incident.summary.slice(0, 69)}…` : incident.summary,
    ]),
  );
}

function stateOf({ mitigatedAtMs, acknowledgedAtMs }: IncidentView): string {
  if (mitigatedAtMs !== undefined) return 'mitigated';
  return acknowledgedAtMs === undefined ? 'open' : 'acknowledged';
}

/** Facts first, then what happened, oldest first. */
export function incidentLines(incident: IncidentDetail, { items }: TimelineView): string[] {
  const since = (label: string, atMs: number | undefined) =>
    atMs === undefined ? [] : [[label, `${iso(atMs)}  (+${lasting(atMs - incident.startedAtMs)})`]];
  const { customersAffected, reviewId, reviewStatus, externalId } = incident;
  return [
    `${incident.id}  ${incident.drill ? 'DRILL  ' : ''}${incident.type}, severity ${incident.severity}`,
    incident.summary,
    '',
    ...table([
      ['service', `${incident.service}@${incident.region}`],
      ['source', `${incident.source ?? 'detection'}${externalId === undefined ? '' : ` (${externalId})`}`],
      ...(customersAffected === undefined ? [] : [['customers', customersAffected.toLocaleString('en')]]),
      ...(reviewId === undefined ? [] : [['review', `${reviewId} (${reviewStatus})`]]),
      ['started', iso(incident.startedAtMs)],
      ...since('detected', incident.detectedAtMs),
      ...since('acknowledged', incident.acknowledgedAtMs),
      ...since('mitigated', incident.mitigatedAtMs),
      ...since('resolved', incident.resolvedAtMs),
    ]),
    '',
    ...table(items.map(({ atMs, actor, text }) => [iso(atMs), actor, text])),
  ];
}
