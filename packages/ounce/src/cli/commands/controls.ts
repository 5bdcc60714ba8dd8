import {
  controls as allControls,
  controlById,
  falsePositiveShare,
  modes,
  OunceError,
  recall,
  settingsOf,
} from '@ounce/core';
import { Argument, type Command } from 'commander';
import type { ControlRecord, ControlStanding } from '../../api/types.ts';
import { plansOfThePast } from '../../capacity/index.ts';
import { capacitySettings } from '../../config/capacity-settings.ts';
import { type ReplayReport, recordedViews, replayViews } from '../../history/index.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseDuration } from '../parse.ts';
import { targetsOf, withHistory } from '../recorded.ts';

interface Target extends GlobalOptions {
  readonly region: string;
  readonly reason: string;
}

export function controlCommands(program: Command): void {
  const controls = program
    .command('controls')
    .description('Controls: list them, replay them over recorded readings, change their mode');
  list(controls);
  show(controls);
  replay(controls);
  promote(controls);
  demote(controls);
  mode(controls);
}

function list(controls: Command): void {
  controls
    .command('list')
    .description('Every control at work, with its mode')
    .addHelpText('after', example('ounce controls list'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: ControlRecord[] }>('/api/controls');
      const rows = answer.items.map(({ service, region, control, mode, says }) => [
        `${service}@${region}`,
        control,
        mode,
        says,
      ]);
      new Output(options).result(answer, table([['target', 'control', 'mode', 'what it does'], ...rows]));
    });
}

function show(controls: Command): void {
  controls
    .command('show')
    .description('What a control has shown so far, and what it may do next')
    .argument('<control>')
    .argument('[service]', 'all of its services when absent')
    .addHelpText('after', example('ounce controls show predictive-scaling pubsub-consumer'))
    .action(async (control: string, service: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const all = await (await connect(options)).get<{ items: ControlStanding[] }>('/api/controls/standings');
      const items = all.items.filter(
        (item) => item.control === control && item.service === (service ?? item.service),
      );
      if (items.length === 0)
        throw new OunceError('OUNCE_E_NOT_FOUND', `No service has a control ${control} at work.`, {
          mend: `There are ${[...new Set(all.items.map((item) => item.control))].join(', ') || 'none'}.`,
        });
      new Output(options).result({ items }, items.flatMap(standingLines));
    });
}

function standingLines(item: ControlStanding): string[] {
  const { record, next, allowed, says } = item;
  const settings = Object.entries(item.settings).map(([name, value]) => `${name} ${value}`);
  return [
    `${item.control} on ${item.service}@${item.region}: ${item.mode}. ${item.title}.`,
    `  settings: ${settings.join(', ')}`,
    `  record (${record.from}): ${recordWords(record)}`,
    ...(next ? [`  next: ${next}, ${allowed ? 'allowed' : 'not yet'}. ${says.join(' ')}`] : []),
  ];
}

function recordWords(record: ControlStanding['record'] | ReplayReport['record']): string {
  const percent = (share: number | undefined) =>
    share === undefined ? 'unknown' : `${Math.round(share * 100)} %`;
  const wrong = falsePositiveShare(record);
  return [
    `${record.days.toFixed(1)} days`,
    `${record.truePositives} needed`,
    `${record.falsePositives} not needed`,
    `${record.falseNegatives} missed`,
    `precision ${percent(wrong === undefined ? undefined : 1 - wrong)}`,
    `recall ${percent(recall(record))}`,
    ...(record.days > 0
      ? [`${((7 * record.falsePositives) / record.days).toFixed(1)} false positives a week`]
      : []),
  ].join(', ');
}

function replay(controls: Command): void {
  controls
    .command('replay')
    .description('What a control would have done over recorded readings; nothing acts')
    .addArgument(new Argument('<control>').choices(allControls.map(({ id }) => id)))
    .option('--history <duration>', 'how far back', parseDuration, 14 * 86_400_000)
    .option('--service <service>', 'one service; all that have the control when absent')
    .option('--region <region>')
    .option('--record', 'keep the result as evidence for a promotion (needs a running governor)')
    .addHelpText('after', example('ounce controls replay predictive-scaling --history 14d --record'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<ReplayOptions>();
      const control = controlById(id)!;
      const results = await withHistory(options, async (history, { config }) =>
        targetsOf(config, options)
          .filter(({ service }) => options.service !== undefined || config.services[service]?.controls[id])
          .map((of) => {
            const untilMs = Date.now();
            const span = { sinceMs: untilMs - options.history, untilMs };
            const settings = settingsOf(control, config.services[of.service]?.controls[id]?.settings);
            const plans = control.plans
              ? plansOfThePast(history, of, { ...capacitySettings(config, of), effort: 'light' })
              : undefined;
            const views = recordedViews(history, of, control.needs, span, plans);
            return { ...of, ...span, settings, ...replayViews(control, settings, views) };
          }),
      );
      if (options.record) await keep(options, id, results);
      new Output(options).result({ control: id, items: results }, results.flatMap(replayLines));
    });
}

interface ReplayOptions extends GlobalOptions {
  readonly history: number;
  readonly service?: string;
  readonly region?: string;
  readonly record?: boolean;
}

type Replayed = ReplayReport & {
  readonly service: string;
  readonly region: string;
  readonly sinceMs: number;
  readonly untilMs: number;
  readonly settings: Readonly<Record<string, number>>;
};

async function keep(options: GlobalOptions, control: string, results: readonly Replayed[]): Promise<void> {
  const client = await connect(options);
  for (const { service, region, sinceMs, untilMs, settings, record } of results) {
    if (record.days === 0) continue;
    const body = { service, region, sinceMs, untilMs, settings, record };
    await client.send('POST', `/api/controls/${encodeURIComponent(control)}/replays`, body);
  }
}

function replayLines(result: Replayed): string[] {
  const { service, region, record, decisions, episodes } = result;
  const title = `${service}@${region}`;
  if (decisions === 0)
    return [
      `${title}: nothing was recorded of it. \`ounce capacity backfill\` fills readings in from Prometheus, \`ounce capacity import\` from CSV.`,
    ];
  const shown = episodes
    .slice(-10)
    .map(({ atMs, outcome, why }) => [
      `  ${new Date(atMs).toISOString()}`,
      outcome.replaceAll('_', ' '),
      why,
    ]);
  return [
    `${title}: ${recordWords(record)}, over ${decisions} decisions.`,
    ...provisioningLines(result.provisioning),
    ...table(shown),
  ];
}

function provisioningLines(provisioning: ReplayReport['provisioning']): string[] {
  if (!provisioning) return [];
  const { had, wished } = provisioning;
  const words = ({ over, under }: typeof had) =>
    `${over.toFixed(1)} too many and ${under.toFixed(1)} too few`;
  return [
    `  Replica-hours against what the load asked for: ${words(had)} as it was; ${words(wished)} as it wished.`,
  ];
}

function promote(controls: Command): void {
  controls
    .command('promote')
    .description('Take a control one mode up: off, dry-run, gradual, enforced')
    .argument('<control>')
    .argument('<service>')
    .option('--region <region>', 'which region', 'local')
    .option('--overrule <reason>', 'although its record does not allow it; kept in the ledger')
    .addHelpText('after', example('ounce controls promote predictive-scaling pubsub-consumer'))
    .action(async (control: string, service: string, _, command: Command) => {
      const options = command.optsWithGlobals<Target & { overrule?: string }>();
      const { region, overrule } = options;
      const path = `/api/controls/${encodeURIComponent(control)}/promote`;
      const record = await (await connect(options)).send<ControlRecord>('POST', path, {
        ...{ service, region },
        ...(overrule ? { overrule } : {}),
      });
      sayMode(options, record);
    });
}

function demote(controls: Command): void {
  controls
    .command('demote')
    .description('Take a control one mode down')
    .argument('<control>')
    .argument('<service>')
    .option('--region <region>', 'which region', 'local')
    .requiredOption('--reason <text>', 'kept in the ledger')
    .addHelpText(
      'after',
      example('ounce controls demote predictive-scaling pubsub-consumer --reason "odd wishes"'),
    )
    .action(async (control: string, service: string, _, command: Command) => {
      const options = command.optsWithGlobals<Target>();
      const { region, reason } = options;
      const path = `/api/controls/${encodeURIComponent(control)}/demote`;
      const record = await (await connect(options)).send<ControlRecord>('POST', path, {
        service,
        region,
        reason,
      });
      sayMode(options, record);
    });
}

function mode(controls: Command): void {
  controls
    .command('mode')
    .description('Set the mode of a control on a service, whatever its record')
    .argument('<control>')
    .argument('<service>')
    .addArgument(new Argument('<mode>').choices(modes))
    .option('--region <region>', 'which region', 'local')
    .requiredOption('--reason <text>', 'kept in the ledger')
    .addHelpText(
      'after',
      example('ounce controls mode predictive-scaling pubsub-consumer dry-run --reason "new release"'),
    )
    .action(async (control: string, service: string, wanted: string, _, command: Command) => {
      const options = command.optsWithGlobals<Target>();
      const { region, reason } = options;
      const path = `/api/controls/${encodeURIComponent(control)}/mode`;
      const body = { service, region, mode: wanted, reason };
      sayMode(options, await (await connect(options)).send<ControlRecord>('PUT', path, body));
    });
}

function sayMode(options: GlobalOptions, record: ControlRecord): void {
  const { control, service, region } = record;
  new Output(options).result(record, [`${control} on ${service}@${region} is now in mode ${record.mode}.`]);
}
