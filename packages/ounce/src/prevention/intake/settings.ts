import type { Severity } from '@ounce/core';

/** What stands in for what a message does not say. */
export interface IntakeDefaults {
  readonly service: string;
  readonly region: string;
  readonly type: string;
  readonly severity: Severity;
}

export interface AlertmanagerSettings {
  /** Which labels say it, the first one that is there. */
  readonly labels: Readonly<Record<'service' | 'region' | 'type' | 'severity' | 'drill', readonly string[]>>;
  /** Incident type by `alertname`, where no label says it. */
  readonly types: Readonly<Record<string, string>>;
  /** Severity by what the severity label says, in lower case. */
  readonly severities: Readonly<Record<string, Severity>>;
  /** Alerts that are no incidents, by `alertname`. */
  readonly ignore: readonly string[];
}

export interface PagerDutySettings {
  /** Ounce's name of a service by PagerDuty's id or name of it. */
  readonly services: Readonly<Record<string, string>>;
  /** Incident type by PagerDuty's id or name of the service. */
  readonly types: Readonly<Record<string, string>>;
  /** Severity by the priority's name, in lower case. */
  readonly priorities: Readonly<Record<string, Severity>>;
  /** Severity by urgency, for incidents without a priority. */
  readonly urgencies: Readonly<Record<'high' | 'low', Severity>>;
}
