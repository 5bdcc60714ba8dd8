/**
 * The configuration, as people write it. Each key's description is what `ounce init` writes as a comment and what the docs
 * show. All durations are in ms. Unknown keys are errors: a misspelt guard rail must not pass in silence.
 */
import { signalNames } from '@ounce/core';
import { z } from 'zod';
import { cadenceSchema } from './cadence-schema.ts';
import { capacitySchema, serviceCapacitySchema } from './capacity-schema.ts';
import { controlsSchema, detectSchema } from './control-schema.ts';
import { channelSchemas, effectivenessSchema, recurrenceSchema, slaSchema } from './effect-schema.ts';
import { githubSchema } from './github-schema.ts';
import { guardSchema } from './guard-schema.ts';
import { healthSchema } from './health-schema.ts';
import { incidentTypesSchema, intakeSchema } from './intake-schema.ts';
import { kubernetesServiceSchema, platformConnectors, systemdServiceSchema } from './platform-schema.ts';

const durationMs = (least: number, most = 30 * 86_400_000) => z.number().int().min(least).max(most);
const address = z.url({
  protocol: /^https?$/,
  error: 'expected an http(s) address such as http://127.0.0.1:9090',
});

const metric = z.strictObject({
  query: z.string().min(1).describe('In the language of the source (docs/connectors).'),
  source: z
    .enum(['scrape', 'prometheus'])
    .optional()
    .describe('Which connector answers; the default source when absent.'),
  of: z
    .string()
    .optional()
    .describe('Another service whose instances are read, e.g. the gateway that knows the queue.'),
  nameBy: z
    .string()
    .optional()
    .describe('A label that says what a reading above 0 is about, e.g. `dependency` for open breakers.'),
  intervalMs: durationMs(1_000, 3_600_000)
    .optional()
    .describe('How often; the default of its kind when absent.'),
});

const process = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe('Program and arguments; relative paths are relative to the config file.'),
  replicas: z.number().int().min(0).max(1000).default(1).describe('How many run at the start.'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('A fixed port for a single replica; a free one is found when absent.'),
  env: z.record(z.string(), z.string()).default({}),
  readyPath: z.string().startsWith('/').default('/readyz'),
  drainMs: durationMs(0, 600_000)
    .default(10_000)
    .describe('How long a replica may take to finish its work before it is killed.'),
});

const slo = z.strictObject({
  availability: z.number().min(0).max(1).optional(),
  latencyP99Ms: z.number().positive().optional(),
  queueWaitMs: z.number().positive().optional(),
});

const service = z.strictObject({
  regions: z.array(z.string().min(1)).min(1).optional().describe('The fleet’s regions when absent.'),
  process: process.optional().describe('How the `processes` connector runs it.'),
  kubernetes: kubernetesServiceSchema.optional().describe('What it is in a cluster.'),
  systemd: systemdServiceSchema.optional().describe('What it is on this machine’s systemd.'),
  metrics: z.partialRecord(z.enum(signalNames), metric).default({}),
  slo: slo.default({}),
  sla: slaSchema.optional(),
  capacity: serviceCapacitySchema,
  detect: detectSchema
    .prefault({})
    .describe('When readings are an incident, and when they are normal again.'),
  controls: controlsSchema.prefault({}),
  admission: z
    .strictObject({
      service: z.string().min(1).describe('Whose guard has the gate, e.g. the gateway.'),
      gate: z.string().min(1).describe('Its name there: `guard.admission(NAME)`.'),
    })
    .optional()
    .describe(
      'Where what arrives for it is let in; everybody is when absent (docs/controls/admission-control.md).',
    ),
  health: healthSchema.optional().describe('How its instances are probed; nobody probes them when absent.'),
  guard: guardSchema.optional().describe('What its @ounce/guard is pushed (docs/guard.md).'),
  chaos: z.enum(['allowed', 'refused']).default('refused').describe('Whether experiments may touch it.'),
});

const webhook = z.strictObject({
  url: address,
  secret: z.string().min(16).optional().describe('Signs every notification (HMAC-SHA256).'),
  timeoutMs: durationMs(100, 60_000).default(5_000),
});

const connectors = z.strictObject({
  scrape: z.strictObject({ timeoutMs: durationMs(50, 60_000).default(2_000) }).prefault({}),
  prometheus: z
    .strictObject({
      url: address,
      bearerToken: z.string().optional(),
      basicAuth: z.strictObject({ username: z.string(), password: z.string() }).optional(),
      headers: z
        .record(z.string(), z.string())
        .default({})
        .describe('Sent with each request, e.g. X-Scope-OrgID.'),
      timeoutMs: durationMs(50, 60_000).default(5_000),
      lookbackMs: durationMs(1_000, 3_600_000)
        .default(60_000)
        .describe('Samples older than this are no answer; keep it at twice the scrape interval or more.'),
    })
    .optional(),
  ...platformConnectors,
  github: githubSchema.optional(),
  webhooks: z.array(webhook).default([]),
  ...channelSchemas,
  faults: z
    .strictObject({
      urls: z
        .record(z.string(), address)
        .default({})
        .describe('Where each service takes faults, by service.'),
      accounting: z
        .strictObject({ accepted: address, handled: address })
        .optional()
        .describe('Who counts what was accepted and what was handled.'),
    })
    .prefault({}),
});

const journal = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('file'), path: z.string().optional() }),
  z.strictObject({
    kind: z.literal('postgres'),
    url: z.string().min(1),
    table: z.string().default('ounce_journal'),
  }),
]);

export const configSchema = z.strictObject({
  fleet: z.strictObject({
    name: z.string().min(1),
    regions: z.array(z.string().min(1)).min(1).default(['local']),
    simulated: z
      .boolean()
      .default(false)
      .describe('Nothing in it really happened: the console says so on every page.'),
  }),
  stateFolder: z
    .string()
    .min(1)
    .default('.ounce')
    .describe('Journal, read model, logs; relative to the config file.'),
  services: z
    .record(z.string().regex(/^[a-z][a-z0-9-]*$/, 'lower-case letters, digits and dashes'), service)
    .default({}),
  metricSource: z.enum(['scrape', 'prometheus']).default('scrape').describe('The default source of metrics.'),
  intervals: z
    .strictObject({
      queueDepthMs: durationMs(1_000, 3_600_000).default(10_000),
      errorRateMs: durationMs(1_000, 3_600_000).default(5_000),
      latencyMs: durationMs(1_000, 3_600_000).default(10_000),
    })
    .prefault({})
    .describe(
      'How often each kind of metric is read. Arrival and service rates are read with the queue depth.',
    ),
  history: z
    .strictObject({
      readingsMs: durationMs(3_600_000, 400 * 86_400_000).default(15 * 86_400_000),
      hoursMs: durationMs(86_400_000, 3_660 * 86_400_000).default(396 * 86_400_000),
    })
    .prefault({})
    .describe(
      'How long readings are kept as they were (for replays), and by the hour (for forecasts: 13 months).',
    ),
  incidentTypes: incidentTypesSchema,
  intake: intakeSchema.prefault({}).describe('Incidents from outside (docs/incidents.md).'),
  effectiveness: effectivenessSchema
    .prefault({})
    .describe('Whether preventions work (docs/effectiveness.md).'),
  recurrence: recurrenceSchema.prefault({}).describe('When the same happens again (docs/recurrence.md).'),
  capacity: capacitySchema,
  cadence: cadenceSchema,
  connectors: connectors.prefault({}),
  journal: journal.default({ kind: 'file' }),
  runbooks: z
    .string()
    .optional()
    .describe(
      'A folder of your own runbooks, one Markdown file for each incident type; they take the place of those that ship.',
    ),
  scenarios: z.string().optional().describe('A folder of scenario files (.yaml) beside the built-in ones.'),
  api: z
    .strictObject({
      host: z.string().default('127.0.0.1'),
      port: z.number().int().min(0).max(65_535).default(7077),
    })
    .prefault({}),
});

/** The config as a person writes it. */
export type UserConfig = z.input<typeof configSchema>;
/** The config with every default filled in. */
export type Config = z.output<typeof configSchema>;
export type ServiceConfig = Config['services'][string];
