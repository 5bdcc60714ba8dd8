import { errorBudget, type Review, type TimelineEntry } from '@ounce/core';
import type { IncidentRecord, Ledger, TimelineRecord } from '../../ledger/index.ts';
import { canonical } from './canonical.ts';
import { plotLines, type Readings, readingsAround } from './readings.ts';
import { duration, moment } from './say.ts';

export interface DraftOptions {
  readonly ledger: Ledger;
  readonly nowMs: number;
  readonly readings?: Readings;
  /** For the share of the error budget; 0.9998 = 99.98 %. */
  readonly availabilityTarget: number;
}

const monthMinutes = 30 * 24 * 60;
const anHourMs = 3_600_000;

export const reviewIdOf = (incidentId: string) => `PIR-${incidentId}`;

/**
 * What the records can say about an incident, as the first version of its review. Facts only: why it was not caught, the root
 * causes and the lessons are left to people.
 */
export function draftReview(incident: IncidentRecord, options: DraftOptions): Review {
  const { ledger, nowMs, readings } = options;
  const records = ledger.query.timeline({ incidentId: incident.id });
  const plot = plotLines(readingsAround(readings, incident, nowMs));
  const fields = canonical({
    title: `${titleOf(incident.type)} on ${incident.service}: ${incident.summary}`,
    timeline: records.map(({ atMs, text, seq }): TimelineEntry => ({ atMs, text, seq })),
    rootCauses: [],
    actions: [],
    impact: impactOf(incident, options),
    contributingFactors: factorsOf(incident, records),
    whyNotCaught: '',
    wentWell: wentWell(incident, records),
    lessons: '',
    resolution: incident.resolvedWhy ?? incident.mitigatedWhy ?? '',
    ...(plot.length > 0 ? { more: { Readings: ['```text', ...plot, '```'].join('\n') } } : {}),
  });
  const { id: incidentId } = incident;
  return { id: reviewIdOf(incidentId), incidentId, version: 1, status: 'draft', ...fields };
}

function titleOf(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function impactOf(incident: IncidentRecord, { nowMs, availabilityTarget }: DraftOptions): string {
  const { severity, service, region, startedAtMs, detectedAtMs, customersAffected } = incident;
  const { acknowledgedAtMs, mitigatedAtMs, resolvedAtMs, drill } = incident;
  const lasted = (resolvedAtMs ?? nowMs) - startedAtMs;
  const minutes = lasted / 60_000;
  const { allowedMinutes, spentShare } = errorBudget(minutes, monthMinutes, availabilityTarget);
  const after = (name: string, atMs: number | undefined) =>
    atMs === undefined ? [] : [`- ${name} ${duration(atMs - startedAtMs)} after it began.`];
  const target = Number((100 * availabilityTarget).toFixed(4));
  return [
    `- ${drill ? 'A drill of severity' : 'Severity'} ${severity} in ${service}@${region}, from ${moment(startedAtMs)} ` +
      (resolvedAtMs === undefined ? 'and still open.' : `to ${moment(resolvedAtMs)}: ${duration(lasted)}.`),
    ...after('Detected', detectedAtMs),
    ...after('Acknowledged', acknowledgedAtMs),
    ...after('Mitigated', mitigatedAtMs),
    `- Customers affected: ${customersAffected === undefined ? 'not known' : customersAffected.toLocaleString('en')}.`,
    ...(spentShare === null || drill
      ? []
      : [
          `- Error budget: ${target} % in 30 days allows ${duration(allowedMinutes * 60_000)} of downtime; if all of it was downtime, ` +
            `this was ${Math.round(100 * spentShare)} % of that.`,
        ]),
  ].join('\n');
}

/** Deploys, changed modes and freezes in the hour before it began. */
function factorsOf({ startedAtMs }: IncidentRecord, records: readonly TimelineRecord[]): string {
  const kinds = new Set(['deploy.recorded', 'control.mode_changed', 'freeze.set', 'freeze.lifted']);
  return records
    .filter(({ kind, atMs }) => kinds.has(kind) && atMs <= startedAtMs && atMs > startedAtMs - anHourMs)
    .map(({ atMs, text }) => `- ${duration(startedAtMs - atMs)} before it began: ${text}`)
    .join('\n');
}

/** What was noticed and done without a person. */
function wentWell(incident: IncidentRecord, records: readonly TimelineRecord[]): string {
  const { startedAtMs, detectedAtMs, source = 'detection' } = incident;
  const acted = records.filter(({ kind, atMs }) => kind === 'action.taken' && atMs >= startedAtMs);
  const [first] = acted;
  return [
    ...(source === 'detection'
      ? [`- Ounce noticed it by itself, ${duration(detectedAtMs - startedAtMs)} after it began.`]
      : []),
    ...(first
      ? [
          `- ${acted.length === 1 ? 'One action was' : `${acted.length} actions were`} taken without a person, ` +
            `the first ${duration(first.atMs - startedAtMs)} after it began: ${first.text}`,
        ]
      : []),
  ].join('\n');
}
