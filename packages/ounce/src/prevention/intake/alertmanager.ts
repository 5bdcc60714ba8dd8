import { nameOf, severityOf, textOf } from './names.ts';
import type { AlertmanagerSettings, IntakeDefaults } from './settings.ts';
import type { Told, ToldBatch, ToldIncident } from './told.ts';

/** One alert of Alertmanager's webhook, version 4, with its times already read. */
export interface Alert {
  readonly status: 'firing' | 'resolved';
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAtMs: number;
  /** Of resolved ones only. */
  readonly endsAtMs?: number;
  readonly fingerprint: string;
}

/**
 * A notification in Ounce's words. Firing opens, resolved closes; one incident for each fingerprint and start, so that
 * repeats change nothing and an alert that fires anew is a new incident.
 * https://prometheus.io/docs/alerting/latest/configuration/#webhook_config
 */
export function toldByAlertmanager(
  alerts: readonly Alert[],
  settings: AlertmanagerSettings,
  defaults: IntakeDefaults,
  nowMs: number,
): ToldBatch {
  const told = alerts
    .filter(({ labels }) => !settings.ignore.includes(labels.alertname ?? ''))
    .map((alert) => toldOf(alert, incidentOf(alert, settings, defaults, nowMs), nowMs));
  return { source: 'alertmanager', told };
}

function toldOf(alert: Alert, incident: ToldIncident, nowMs: number): Told {
  const externalId = `${alert.fingerprint}/${new Date(alert.startsAtMs).toISOString()}`;
  const about = { externalId, incident };
  if (alert.endsAtMs === undefined) {
    const why = 'Alertmanager says that the alert fires again.';
    return { ...about, kind: 'open', why, atMs: nowMs, firesAgain: true };
  }
  const why = 'Alertmanager says that the alert is resolved.';
  return { ...about, kind: 'resolve', why, atMs: alert.endsAtMs };
}

function incidentOf(
  { labels, annotations, startsAtMs, endsAtMs }: Alert,
  settings: AlertmanagerSettings,
  defaults: IntakeDefaults,
  nowMs: number,
): ToldIncident {
  const labelled = (what: keyof AlertmanagerSettings['labels']) =>
    nameOf(settings.labels[what].map((label) => labels[label]).find((value) => value));
  const alert = labels.alertname ?? '';
  const summary = annotations.summary ?? annotations.description ?? annotations.message;
  return {
    type:
      labelled('type') ??
      (Object.hasOwn(settings.types, alert) ? settings.types[alert] : undefined) ??
      defaults.type,
    service: labelled('service') ?? defaults.service,
    region: labelled('region') ?? defaults.region,
    severity: severityOf(labelled('severity'), settings.severities) ?? defaults.severity,
    drill: labelled('drill') === 'true',
    summary: textOf(summary, textOf(alert, 'An alert without a name.')),
    startedAtMs: startsAtMs,
    // It was noticed when people were told; of one that is over already, only the alert's own time is known.
    detectedAtMs: endsAtMs === undefined ? Math.max(startsAtMs, nowMs) : startsAtMs,
  };
}
