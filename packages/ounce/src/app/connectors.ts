import { createHash } from 'node:crypto';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Fault, OunceError } from '@ounce/core';
import type { Config } from '../config/index.ts';
import { alertmanagerNotifier } from '../connectors/alertmanager/index.ts';
import { openFileJournal } from '../connectors/file-journal/index.ts';
import { fleetFaults } from '../connectors/fleet-faults/index.ts';
import { pagerDutyNotifier } from '../connectors/pagerduty-events/index.ts';
import { openPostgresJournal } from '../connectors/postgres-journal/index.ts';
import { processFaults } from '../connectors/process-faults/index.ts';
import { type PrometheusOptions, prometheusSource } from '../connectors/prometheus/index.ts';
import { scrapeSource } from '../connectors/scrape/index.ts';
import { slackNotifier } from '../connectors/slack/index.ts';
import { webhookNotifier } from '../connectors/webhook/index.ts';
import type { ReadMeter } from '../monitoring/index.ts';
import type { Clock, FaultAgent, Journal, MetricSource, Notifier } from '../ports/index.ts';
import type { Channel } from '../prevention/recurrence/index.ts';
import { faultAgents } from './fault-agents.ts';

/** Makes the state folder, or says plainly that it cannot be written. */
export function ensureStateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    accessSync(path, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OunceError('OUNCE_E_STATE_FOLDER', `The state folder ${path} cannot be written: ${reason}`, {
      cause,
    });
  }
}

export async function journalOf(
  { journal }: Config,
  stateFolder: string,
  log: (sentence: string) => void,
): Promise<Journal> {
  ensureStateFolder(stateFolder);
  if (journal.kind === 'postgres')
    return openPostgresJournal({ connectionString: journal.url, table: journal.table });
  return openFileJournal({
    path: journal.path ?? join(stateFolder, 'journal.ndjson'),
    onTornTail: ({ bytes, keptIn }) =>
      log(`The journal's last line was torn (${bytes} bytes); it was cut off and kept in ${keptIn}.`),
  });
}

/** The same journal for reading beside a running governor. */
export async function readOnlyJournalOf({ journal }: Config, stateFolder: string): Promise<Journal> {
  if (journal.kind === 'postgres')
    return openPostgresJournal({ connectionString: journal.url, table: journal.table });
  return openFileJournal({ path: journal.path ?? join(stateFolder, 'journal.ndjson'), readOnly: true });
}

export function sourcesOf(
  { connectors }: Config,
  clock: Clock,
  meter?: ReadMeter,
): Record<string, MetricSource> {
  const prometheus = prometheusOptionsOf({ connectors }, clock);
  return {
    scrape: scrapeSource({
      ...{ clock, timeoutMs: connectors.scrape.timeoutMs },
      ...(meter ? { meter: meter.count } : {}),
    }),
    ...(prometheus && { prometheus: prometheusSource(prometheus) }),
  };
}

/** Undefined where the config names no Prometheus. */
export function prometheusOptionsOf(
  { connectors: { prometheus } }: Pick<Config, 'connectors'>,
  clock: Clock,
): PrometheusOptions | undefined {
  if (!prometheus) return undefined;
  const { url, timeoutMs, bearerToken, basicAuth, headers, lookbackMs } = prometheus;
  const bearer = bearerToken === undefined ? undefined : ({ kind: 'bearer', token: bearerToken } as const);
  const auth = basicAuth ? ({ kind: 'basic', ...basicAuth } as const) : bearer;
  return { clock, url, timeoutMs, headers, lookbackMs, ...(auth ? { auth } : {}) };
}

export function notifiersOf({ connectors }: Config, clock: Clock): Notifier[] {
  return connectors.webhooks.map(({ url, secret, timeoutMs }) =>
    webhookNotifier({ clock, url, timeoutMs, ...(secret ? { secret } : {}) }),
  );
}

/** Everyone who is told of a recurrence. Names hold a fingerprint of the address: it is often a secret. */
export function channelsOf({ connectors }: Config, clock: Clock): Channel[] {
  const { alertmanager, slack, pagerduty, webhooks } = connectors;
  return [
    ...alertmanager.map((one) =>
      channel('alertmanager', one.url, alertmanagerNotifier({ clock, ...given(one) })),
    ),
    ...slack.map((one) => channel('slack', one.url, slackNotifier({ clock, ...one }))),
    ...pagerduty.map((one) => channel('pagerduty', one.routingKey, pagerDutyNotifier({ clock, ...one }))),
    ...webhooks.map((one) => channel('webhook', one.url, webhookNotifier({ clock, ...given(one) }))),
  ];
}

function channel(kind: string, address: string, notifier: Notifier): Channel {
  return { name: `${kind}:${createHash('sha256').update(address).digest('hex').slice(0, 8)}`, notifier };
}

/** Without the keys that are undefined. */
function given<Options extends object>(options: Options) {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Options]: Exclude<Options[Key], undefined>;
  };
}

export function faultAgentOf(
  { connectors, services }: Config,
  { stateFolder, region, clock }: { stateFolder: string; region: string; clock: Clock },
): FaultAgent {
  const { urls, accounting } = connectors.faults;
  const isOnSignals = ({ kind }: Fault) => kind === 'crash' || kind === 'hang';
  return faultAgents([
    {
      agent: fleetFaults({ clock, region, faultUrls: urls, ...(accounting ? { accounting } : {}) }),
      carries: (fault) => !isOnSignals(fault),
      knows: ({ service }) => urls[service] !== undefined,
    },
    {
      agent: processFaults({ clock, region, stateFolder: join(stateFolder, 'processes') }),
      carries: isOnSignals,
      knows: ({ service }) => services[service]?.process !== undefined,
    },
  ]);
}
