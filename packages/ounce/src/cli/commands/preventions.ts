import { preventionKinds, preventionStatuses, priorities } from '@ounce/core';
import { Argument, type Command, Option } from 'commander';
import type { PreventionDetail, PreventionView, SuggestionView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type CoverageAnswer, coverageSummary } from '../guard-lines.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { inWords, preventionLines, preventionTable } from '../prevention-lines.ts';
import { type FieldOptions, fieldOptions, fieldsOf } from '../prevention-options.ts';

export function preventionCommands(program: Command): void {
  const preventions = program
    .command('preventions')
    .description('Preventions: what is planned, done and proven against root causes');
  listCommand(preventions);
  showCommand(preventions);
  addCommand(preventions);
  setCommand(preventions);
  checkCommand(preventions);
  statusCommand(preventions);
  verifyCommand(preventions);
  suggestCommand(preventions);
}

const pathOf = (id: string) => `/api/preventions/${encodeURIComponent(id)}`;

function listCommand(preventions: Command): void {
  preventions
    .command('list')
    .description('Preventions, by target date')
    .addOption(new Option('--status <status>').choices(preventionStatuses))
    .addOption(new Option('--priority <priority>').choices(priorities))
    .option('--owner <owner>', 'of one owner')
    .option('--root-cause <id>', 'against one root cause')
    .option('--type <incident-type>', 'against one incident type')
    .option('--limit <n>', 'how many', parseWhole(1, 1000), 100)
    .addHelpText(
      'after',
      example('ounce preventions list --status in_progress', 'ounce preventions list --type queue_backlog'),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & Record<string, string>>();
      const { status, priority, owner, rootCause, type: incidentType, limit } = options;
      const wanted = Object.entries({ status, priority, owner, rootCause, incidentType, limit });
      const query = new URLSearchParams(
        wanted.flatMap(([name, value]) =>
          value === undefined ? [] : [[name, String(value)] as [string, string]],
        ),
      );
      const client = await connect(options);
      const answer = await client.get<{ items: PreventionView[] }>(`/api/preventions?${query}`);
      const coverage = await client.get<CoverageAnswer>('/api/guard/coverage');
      const none = ['No prevention. Start with the ones of the catalogue: ounce init --with-catalogue'];
      const lines = answer.items.length > 0 ? preventionTable(answer.items) : none;
      new Output(options).result({ ...answer, guardCoverage: coverage }, [
        ...lines,
        ...coverageSummary(coverage),
      ]);
    });
}

function showCommand(preventions: Command): void {
  preventions
    .command('show')
    .description('One prevention: its steps, its history, its evidence and what is missing')
    .argument('<id>')
    .addHelpText('after', example('ounce preventions show predictive-scaling'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const detail = await (await connect(options)).get<PreventionDetail>(pathOf(id));
      new Output(options).result(detail, preventionLines(detail));
    });
}

function addCommand(preventions: Command): void {
  fieldOptions(preventions.command('add'))
    .description('A new prevention')
    .requiredOption('--title <text>', 'what it is called; its id is made of it')
    .addOption(new Option('--kind <kind>', 'what it changes').choices(preventionKinds).makeOptionMandatory())
    .option('--id <id>', 'lower case with dashes')
    .addHelpText(
      'after',
      example(
        'ounce preventions add --title "Query timeouts" --kind architecture --root-cause inefficient-queries --step "Set them"',
      ),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & FieldOptions & { id?: string }>();
      const body = { ...fieldsOf(options), ...(options.id ? { id: options.id } : {}) };
      const made = await (await connect(options)).send<PreventionView>('POST', '/api/preventions', body);
      new Output(options).result(made, [`${made.id} is planned. Next: ounce preventions show ${made.id}`]);
    });
}

function setCommand(preventions: Command): void {
  fieldOptions(preventions.command('set'))
    .description('Change some of its fields; the others stay')
    .argument('<id>')
    .option('--title <text>', 'what it is called')
    .addOption(new Option('--kind <kind>', 'what it changes').choices(preventionKinds))
    .option('--reason <text>', 'why; kept in its history')
    .addHelpText(
      'after',
      example('ounce preventions set predictive-scaling --target 2026-04-30 --reason "two people are away"'),
    )
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & FieldOptions>();
      const saved = await (await connect(options)).send<PreventionView>(
        'PATCH',
        pathOf(id),
        fieldsOf(options),
      );
      new Output(options).result(saved, [`${id} is now at version ${saved.version}.`]);
    });
}

function checkCommand(preventions: Command): void {
  preventions
    .command('check')
    .description('Tick a step of its checklist off')
    .argument('<id>')
    .argument('<step>', 'its number, from 1', parseWhole(1, 200))
    .option('--undo', 'take the tick back')
    .addHelpText('after', example('ounce preventions check predictive-scaling 1'))
    .action(async (id: string, step: number, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { undo?: boolean }>();
      const saved = await (await connect(options)).send<PreventionView>('POST', `${pathOf(id)}/check`, {
        step: step - 1,
        done: !options.undo,
      });
      const done = saved.checklist.filter((item) => item.done).length;
      const complete = done === saved.checklist.length && saved.status !== 'complete';
      const next = complete ? ` Next: ounce preventions status ${id} complete` : '';
      new Output(options).result(saved, [`${done} of ${saved.checklist.length} steps are done.${next}`]);
    });
}

function statusCommand(preventions: Command): void {
  preventions
    .command('status')
    .description('Set its status, as far as the rules allow it')
    .argument('<id>')
    .addArgument(new Argument('<status>').choices(preventionStatuses))
    .option('--reason <text>', 'why; kept in its history, and needed for steps that no rule can check')
    .addHelpText('after', example('ounce preventions status predictive-scaling in_progress'))
    .action(async (id: string, status: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { reason?: string }>();
      const { reason } = options;
      const saved = await (await connect(options)).send<PreventionView>('POST', `${pathOf(id)}/status`, {
        status,
        ...(reason ? { reason } : {}),
      });
      new Output(options).result(saved, [`${id} is now ${inWords(saved.status)}.`]);
    });
}

function verifyCommand(preventions: Command): void {
  preventions
    .command('verify')
    .description('Set it to verified if its evidence is complete; else say what is missing')
    .argument('<id>')
    .addHelpText('after', example('ounce preventions verify predictive-scaling'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const saved = await (await connect(options)).send<PreventionView>('POST', `${pathOf(id)}/verify`, {});
      new Output(options).result(saved, [`${id} is verified, by its evidence.`]);
    });
}

function suggestCommand(preventions: Command): void {
  preventions
    .command('suggest')
    .description('What could be done against root causes, the best measured first')
    .argument('<root-cause...>', 'ids of the catalogue')
    .addHelpText('after', example('ounce preventions suggest no-timeout-on-dependency-calls'))
    .action(async (rootCauses: string[], _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: SuggestionView[] }>(
        `/api/preventions/suggestions?${new URLSearchParams({ rootCauses: rootCauses.join(',') })}`,
      );
      const none = ['Nothing is known against that. See `ounce root-causes list`.'];
      const rows = answer.items.map(({ prevention, why }) => [prevention.id, why]);
      new Output(options).result(answer, rows.length > 0 ? table(rows) : none);
    });
}
