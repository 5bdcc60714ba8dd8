import { z } from 'zod';

/** Who runs a service, and what is needed to reach it. */

const name = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'expected a Kubernetes name: lower-case letters, digits, dashes and dots',
  )
  .max(253);
const file = z.string().min(1).describe('Path of a PEM file, relative to the config file.');
const listenAddress = z.string().regex(/^(.+):(\d{1,5})$/, 'expected HOST:PORT, e.g. 0.0.0.0:7078');

export const kubernetesServiceSchema = z.strictObject({
  kind: z.enum(['Deployment', 'StatefulSet']).default('Deployment'),
  name,
  namespace: name.optional().describe('That of `connectors.kubernetes` when absent.'),
  port: z
    .number()
    .int()
    .min(1)
    .max(65_535)
    .optional()
    .describe('Where its containers listen; needed to scrape and probe its pods.'),
  scaleThrough: z
    .enum(['kubernetes', 'keda', 'external-metrics'])
    .default('kubernetes')
    .describe('Who is told how many replicas are wanted.'),
  restart: z
    .enum(['pod', 'rollout'])
    .default('pod')
    .describe('How an instance is replaced: by evicting its pod, or all of them by a rollout.'),
});

export const systemdServiceSchema = z.strictObject({
  template: z
    .string()
    .regex(/^[A-Za-z0-9:_.-]+$/, 'expected the name of a template unit without `@.service`')
    .describe('`consumer` runs as `consumer@1.service`, `consumer@2.service`, …'),
  url: z
    .string()
    .regex(/^https?:\/\/\S+$/, 'expected an http(s) address')
    .optional()
    .describe('An instance’s address; `{instance}` becomes its number with two digits.'),
});

const tls = z.strictObject({ cert: file, key: file });

export const platformConnectors = {
  kubernetes: z
    .strictObject({
      kubeconfig: z
        .string()
        .min(1)
        .optional()
        .describe('Absent: the pod’s own account, else $KUBECONFIG, else ~/.kube/config.'),
      context: z.string().min(1).optional().describe('The current one when absent.'),
      contexts: z
        .record(z.string(), z.string().min(1))
        .default({})
        .describe('The context of each region, where every region has a cluster of its own.'),
      namespace: name.optional().describe('That of the context or the pod when absent, else `default`.'),
      watch: z
        .boolean()
        .default(false)
        .describe('Watch instead of listing every 2 s: for namespaces with thousands of pods.'),
      timeoutMs: z.number().int().min(100).max(60_000).default(5_000).describe('For one request.'),
    })
    .prefault({}),
  systemd: z
    .strictObject({
      user: z.boolean().default(false).describe('The user’s own manager: `systemctl --user`.'),
    })
    .prefault({}),
  keda: z
    .strictObject({
      address: listenAddress.describe('Where KEDA reaches the external scaler, e.g. 0.0.0.0:7078.'),
      tls: tls.optional(),
    })
    .optional(),
  externalMetrics: z
    .strictObject({
      address: listenAddress.describe(
        'Where the API server reaches the External Metrics API, e.g. 0.0.0.0:7443.',
      ),
      tls,
      clientCa: file
        .optional()
        .describe('Who signs the API server’s own certificate; read from the cluster when absent.'),
      allowedNames: z
        .array(z.string())
        .optional()
        .describe('Names of that certificate; read from the cluster, or any, when absent.'),
    })
    .optional(),
};
