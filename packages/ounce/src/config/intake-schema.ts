/** What opens incidents from outside (docs/incidents.md), as people configure it. */
import { z } from 'zod';

const severity = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]);
const secret = z.string().min(16);
const label = z.array(z.string().min(1)).min(1);

const alertmanager = z.strictObject({
  labels: z
    .strictObject({
      service: label.default(['service', 'job']),
      region: label.default(['region', 'cluster']),
      type: label.default(['incident_type']),
      severity: label.default(['severity']),
      drill: label.default(['drill']),
    })
    .prefault({})
    .describe('Which labels say it, the first one that an alert has.'),
  types: z
    .record(z.string(), z.string())
    .default({})
    .describe('Incident type by alertname, where no label says it.'),
  severities: z
    .record(z.string().toLowerCase(), severity)
    .default({})
    .describe('Severity by the severity label, beside critical, warning, P1, sev2, …'),
  ignore: z
    .array(z.string())
    .default(['Watchdog', 'InfoInhibitor', 'DeadMansSwitch', 'prevention_failure_detected'])
    .describe('Alerts that are no incidents, by alertname.'),
});

const pagerduty = z.strictObject({
  secrets: z
    .array(secret)
    .max(5)
    .default([])
    .describe('Of the webhook subscription; two while one is replaced. Read them from the environment.'),
  services: z
    .record(z.string(), z.string())
    .default({})
    .describe('The service’s name here, by PagerDuty’s id or name of it.'),
  types: z
    .record(z.string(), z.string())
    .default({})
    .describe('Incident type, by PagerDuty’s id or name of the service.'),
  priorities: z
    .record(z.string().toLowerCase(), severity)
    .default({})
    .describe('Severity by the priority’s name, beside P1 to P4.'),
  urgencies: z.strictObject({ high: severity.default(2), low: severity.default(3) }).prefault({}),
});

export const intakeSchema = z.strictObject({
  token: secret
    .optional()
    .describe('A secret that may do nothing but send to /api/intake; read it from the environment.'),
  defaults: z
    .strictObject({
      service: z.string().min(1).default('unknown'),
      region: z.string().min(1).optional().describe('The fleet’s first region when absent.'),
      type: z.string().min(1).default('unclassified'),
      severity: severity.default(3),
    })
    .prefault({})
    .describe('What stands in for what a message does not say.'),
  alertmanager: alertmanager.prefault({}),
  pagerduty: pagerduty.prefault({}),
});

/** A team's own incident types: id → title. */
export const incidentTypesSchema = z
  .record(
    z.string().regex(/^[a-z][a-z0-9_]{1,63}$/, 'lower-case letters, digits and _'),
    z.string().min(1).max(100),
  )
  .default({})
  .describe('A team’s own incident types beside the five built-in ones: id → title.');
