import { controls, guardRailSpecs, type SettingSpec } from '@ounce/core';

/** A config that runs as it is (one service, dry run), with every control's settings as comments. */
export function initialConfig(): string {
  return `// Ounce's configuration. \`ounce doctor\` checks it; a wrong value is named with what was expected.
import { defineConfig } from 'ounce';

export default defineConfig({
  fleet: {
    name: 'my fleet',
    regions: ['local'],
  },

  // The services under care. Durations are in ms.
  services: {
    'my-service': {
      // Who runs it: one of these, or none for a service that something else runs: then it is measured and watched,
      // and nothing is scaled.
      // process: { command: ['node', 'server.js'], replicas: 2, readyPath: '/readyz' },
      // kubernetes: { kind: 'Deployment', name: 'my-service', port: 8080, scaleThrough: 'kubernetes', restart: 'pod' },
      // systemd: { template: 'my-service', url: 'http://127.0.0.1:91{instance}' }, // my-service@1.service, my-service@2.service, …

      // What is read of it. \`query\` is in the language of the source (docs/connectors).
      metrics: {
        // queueDepth: { query: 'sum(queue_depth)', intervalMs: 10_000 },
        // arrivalRate: { query: 'rate(messages_accepted_total)' },
        // serviceRate: { query: 'rate(messages_handled_total)' },
        // errorRate: { query: 'rate(http_requests_total{code=~"5.."}) / rate(http_requests_total)', intervalMs: 5_000 },
      },

      // Where what arrives for it is let in: a gate (\`guard.admission\`) of this service or of one before it.
      // admission: { service: 'my-service', gate: 'requests' },

      // When readings are an incident, and when they are normal again.
      detect: {
        // queue_backlog: { above: 200, forMs: 30_000, normalBelow: 100, normalForMs: 60_000 },
      },

      // Controls start in \`dry-run\`: they decide and record, and nothing acts.
      controls: {
${controls.map(controlLines).join('\n')}
      },

      // Whether experiments may touch it.
      chaos: 'refused',
    },
  },

  // How often each kind of metric is read.
  intervals: { queueDepthMs: 10_000, errorRateMs: 5_000, latencyMs: 10_000 },

  // A team's own incident types beside the built-in ones, and what opens incidents from outside (docs/incidents.md).
  incidentTypes: {
    // data_loss: 'Data loss',
  },
  intake: {
    // token: process.env.OUNCE_INTAKE_TOKEN,
    // pagerduty: { secrets: [process.env.PAGERDUTY_WEBHOOK_SECRET] },
  },

  connectors: {
    // Without a kubeconfig: the pod's own account, else $KUBECONFIG, else ~/.kube/config.
    // kubernetes: { kubeconfig: '/etc/ounce/kubeconfig', context: 'production', namespace: 'shop', timeoutMs: 5_000 },
    // keda: { address: '0.0.0.0:7078' },
    // externalMetrics: { address: '0.0.0.0:7443', tls: { cert: 'tls.crt', key: 'tls.key' } },
    // systemd: { user: false },
    // prometheus: { url: 'http://127.0.0.1:9090' },
    // webhooks: [{ url: 'https://example.org/hooks/ounce', secret: 'at least 16 characters' }],
  },

  // The truth: an append-only file (the default), or PostgreSQL.
  journal: { kind: 'file' },
  // journal: { kind: 'postgres', url: 'postgres://ounce@127.0.0.1/ounce' },

  api: { host: '127.0.0.1', port: 7077 },
});
`;
}

function controlLines({ id, says, settings }: (typeof controls)[number]): string {
  return [
    `        // ${says}`,
    `        // '${id}': {`,
    `        //   mode: 'dry-run', // off, dry-run, gradual, enforced`,
    `        //   settings: {`,
    ...specLines(settings),
    `        //   },`,
    `        //   guardRails: {`,
    ...specLines(guardRailSpecs),
    `        //   },`,
    `        // },`,
  ].join('\n');
}

function specLines(specs: Readonly<Record<string, SettingSpec>>): string[] {
  return Object.entries(specs).map(
    ([name, { default: value, says, unit }]) => `        //     ${name}: ${value}, // ${unit}. ${says}`,
  );
}
