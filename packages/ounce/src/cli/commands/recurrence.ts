import { preventionReviewOutcomes } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { RecurrenceView, RuleChanceView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseWhole } from '../parse.ts';

export function recurrenceCommands(program: Command): void {
  const recurrence = program
    .command('recurrence')
    .alias('recurrences')
    .description('What happened again although a prevention should have stopped it');
  list(recurrence);
  rules(recurrence);
  close(recurrence);
}

function list(recurrence: Command): void {
  recurrence
    .command('list', { isDefault: true })
    .description('Recurrences, newest first: which prevention is suspected and why, and who was told')
    .option('--limit <n>', 'how many', parseWhole(1, 1000), 20)
    .addHelpText('after', example('ounce recurrence list --limit 5'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { limit: number }>();
      const client = await connect(options);
      const answer = await client.get<{ items: RecurrenceView[] }>(`/api/recurrences?limit=${options.limit}`);
      const none = ['Nothing came back within the windows of the rules (`ounce recurrence rules`).'];
      new Output(options).result(answer, answer.items.length > 0 ? answer.items.flatMap(lines) : none);
    });
}

function lines({ id, atMs, says, preventions, reviews, told, chance }: RecurrenceView): string[] {
  return [
    `${new Date(atMs).toISOString()}  ${says}`,
    `  ${id}`,
    ...preventions.map((each) => `  ${each.id}: ${each.why}`),
    ...reviews.map(({ preventionId, closedAtMs, outcome, closedWhy }) =>
      closedAtMs === undefined
        ? `  review of ${preventionId} is open: ounce recurrence close ${id} ${preventionId} --outcome fix --why "..."`
        : `  review of ${preventionId}: ${outcome}, ${closedWhy}`,
    ),
    ...told.map(
      ({ channel, state, attempt, why }) =>
        `  ${channel}: ${state}${attempt > 1 ? ` at try ${attempt}` : ''}${why === undefined ? '' : `, ${why}`}`,
    ),
    ...(chance
      ? [
          `  by chance within a year at ${chance.perMonth} a month: ${(chance.withinAYear * 100).toFixed(0)} %`,
        ]
      : []),
  ];
}

function rules(recurrence: Command): void {
  recurrence
    .command('rules')
    .description('The rules, and how often each fires by chance at the accepted rate of a type')
    .addHelpText('after', example('ounce recurrence rules'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: RuleChanceView[] }>('/api/recurrence-rules');
      const rows = answer.items.map(({ type, rule, perMonth, withinAYear, rateAware }) => [
        `${rule.count} within ${rule.windowDays} days${rule.perService ? ', per service' : ''}`,
        type,
        String(perMonth),
        `${(withinAYear * 100).toFixed(0)} %`,
        rateAware
          ? `${rateAware.sameWindow.count} within ${rateAware.sameWindow.windowDays} days (${(rateAware.sameWindow.chance * 100).toFixed(1)} %)`
          : 'not needed',
      ]);
      const head = ['rule', 'type', 'accepted a month', 'fires by chance in a year', 'rate-aware rule'];
      new Output(options).result(
        answer,
        rows.length > 0 ? table([head, ...rows]) : ['No rule is configured (`recurrence.rules`).'],
      );
    });
}

function close(recurrence: Command): void {
  recurrence
    .command('close')
    .description('End the second look at a prevention: keep it, fix it, or retire it')
    .argument('<recurrence>')
    .argument('<prevention>')
    .addOption(
      new Option('--outcome <outcome>', 'what is to become of it')
        .choices(preventionReviewOutcomes)
        .makeOptionMandatory(),
    )
    .requiredOption('--why <text>', 'kept in the ledger')
    .addHelpText(
      'after',
      example(
        'ounce recurrence close REC-2-30-all-queue_backlog-INC-7 predictive-scaling --outcome fix --why "ceiling too low"',
      ),
    )
    .action(async (id: string, prevention: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { outcome: string; why: string }>();
      const path = `/api/recurrences/${encodeURIComponent(id)}/reviews/${encodeURIComponent(prevention)}/close`;
      const { outcome, why } = options;
      const answer = await (await connect(options)).send<RecurrenceView>('POST', path, { outcome, why });
      new Output(options).result(answer, [`The review of ${prevention} is closed: ${outcome}.`]);
    });
}
