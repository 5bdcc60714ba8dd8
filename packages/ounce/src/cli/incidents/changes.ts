import { type Command, Option } from 'commander';
import type { IncidentCorrection, IncidentView, NewIncident } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { parseChange, parseMoment, settable } from './parse-incident.ts';

/** What a person says of an incident: opened, acknowledged, mitigated, resolved, open again, or wrong. */
export function changeCommands(incidents: Command): void {
  openCommand(incidents);
  stepCommand(incidents, 'ack', 'Somebody has taken it on', 'acknowledged');
  stepCommand(incidents, 'mitigate', 'Its users no longer feel it', 'mitigated');
  stepCommand(incidents, 'resolve', 'It is over', 'resolved');
  reopenCommand(incidents);
  correctCommand(incidents);
}

function openCommand(incidents: Command): void {
  incidents
    .command('open')
    .description('Open an incident by hand; it began now unless --started says otherwise')
    .requiredOption('--type <type>', 'a built-in type or one of `incidentTypes` in the config')
    .requiredOption('--service <name>', 'what failed')
    .requiredOption('--summary <text>', 'what is happening, in one sentence')
    .addOption(new Option('--severity <n>', '1 is the worst').choices(['1', '2', '3', '4']).default('3'))
    .option('--region <name>', 'where (default: the fleet’s first region)')
    .option('--started <time>', 'when it began, e.g. 2026-03-01T08:30:00Z or 90m (ago)', parseMoment)
    .option('--detected <time>', 'when it was noticed (default: now)', parseMoment)
    .option('--customers <n>', 'how many customers are affected', parseWhole(0, 1e12))
    .option('--drill', 'an exercise, never counted as real')
    .addHelpText(
      'after',
      example(
        'ounce incidents open --type latency_spike --service checkout --severity 2 --summary "p99 above 3 s" --started 20m',
      ),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & Opening>();
      const { type, service, summary, region, started, detected, customers, drill } = options;
      const body: NewIncident = {
        ...{ type, service, summary, severity: Number(options.severity) as NewIncident['severity'] },
        ...(region === undefined ? {} : { region }),
        ...(started === undefined ? {} : { startedAtMs: started }),
        ...(detected === undefined ? {} : { detectedAtMs: detected }),
        ...(customers === undefined ? {} : { customersAffected: customers }),
        ...(drill ? { drill } : {}),
      };
      const made = await (await connect(options)).send<IncidentView>('POST', '/api/incidents', body);
      new Output(options).result(made, [
        `Opened ${made.id}: ${made.type} on ${made.service}@${made.region}, severity ${made.severity}.`,
        `When somebody has it: ounce incidents ack ${made.id} --why "…"`,
      ]);
    });
}

interface Opening {
  readonly type: string;
  readonly service: string;
  readonly summary: string;
  readonly severity: string;
  readonly region?: string;
  readonly started?: number;
  readonly detected?: number;
  readonly customers?: number;
  readonly drill?: boolean;
}

function stepCommand(incidents: Command, name: string, says: string, done: string): void {
  incidents
    .command(`${name} <id>`)
    .description(says)
    .option('--why <text>', 'kept with it', `${done} by hand`)
    .option(
      '--at <time>',
      'when it was, e.g. 2026-03-01T08:30:00Z or 10m (ago); now when absent',
      parseMoment,
    )
    .addHelpText(
      'after',
      example(`ounce incidents ${name} INC-7K2M9QX4T1VB --at 10m --why "rolled back to 1.4"`),
    )
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { why: string; at?: number }>();
      const { why, at } = options;
      const body = { why, ...(at === undefined ? {} : { atMs: at }) };
      const changed = await change(options, id, name, body);
      new Output(options).result(changed, [`${changed.id} is ${done}.`]);
    });
}

function reopenCommand(incidents: Command): void {
  incidents
    .command('reopen <id>')
    .description('It was resolved too early')
    .requiredOption('--why <text>', 'kept with it')
    .addHelpText('after', example('ounce incidents reopen INC-7K2M9QX4T1VB --why "the queue grows again"'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { why: string }>();
      const changed = await change(options, id, 'reopen', { why: options.why });
      new Output(options).result(changed, [`${changed.id} is open again.`]);
    });
}

function correctCommand(incidents: Command): void {
  incidents
    .command('correct <id>')
    .description(
      'Say what was wrong about it; what a person has corrected, no import or webhook changes again',
    )
    .requiredOption('--set <field=value>', `may be given several times: ${settable.join(', ')}`, parseChange)
    .requiredOption('--why <text>', 'how it is known; kept with it')
    .addHelpText(
      'after',
      example(
        'ounce incidents correct INC-7K2M9QX4T1VB --set severity=1 --set started=2026-03-01T08:12Z --why "from the traces"',
      ),
    )
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<
        GlobalOptions & { why: string; set: IncidentCorrection['changes'] }
      >();
      const changed = await change(options, id, 'correct', { changes: options.set, why: options.why });
      new Output(options).result(changed, [
        `${changed.id}: corrected ${Object.keys(options.set).join(', ')}.`,
      ]);
    });
}

async function change(options: GlobalOptions, id: string, name: string, body: object): Promise<IncidentView> {
  const client = await connect(options);
  return client.send<IncidentView>('POST', `/api/incidents/${encodeURIComponent(id)}/${name}`, body);
}
