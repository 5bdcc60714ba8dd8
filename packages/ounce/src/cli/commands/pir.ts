import { writeFile } from 'node:fs/promises';
import { reviewStatuses } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { OverduePage, ReviewDetail, ReviewView } from '../../api/types.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { connect } from '../client.ts';
import { editReview } from '../edit-review.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { readText } from '../read-text.ts';
import { overdueCount, overdueLines, reviewLines, reviewTable } from '../review-lines.ts';

export function pirCommands(program: Command): void {
  const pir = program
    .command('pir')
    .description('Post-incident reviews: from what happened to what to change');
  createCommand(pir);
  listCommands(pir);
  showCommand(pir);
  editCommand(pir);
  fileCommands(pir);
  finishCommands(pir);
}

const pathOf = (id: string) => `/api/reviews/${encodeURIComponent(id)}`;

function createCommand(pir: Command): void {
  pir
    .command('create')
    .description(
      'Draft the review of an incident: timeline, impact and readings are filled in from the journal',
    )
    .requiredOption('--incident-id <id>', 'see `ounce incidents list`')
    .addHelpText('after', example('ggen pir create --incident-id INC-2026-01-25-001'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { incidentId: string }>();
      const { incidentId } = options;
      const client = await connect(options);
      const answer = await client.send<{ review: ReviewView; created: boolean }>('POST', '/api/reviews', {
        incidentId,
      });
      const { id, timeline, version } = answer.review;
      new Output(options).result(answer, [
        answer.created
          ? `${id} is drafted, with ${timeline.length} lines of timeline from the journal.`
          : `${id} is there already (version ${version}).`,
        `Next: ounce pir show ${id}, then ounce pir edit ${id}`,
      ]);
    });
}

function listCommands(pir: Command): void {
  pir
    .command('list')
    .description('Reviews, newest save first')
    .addOption(new Option('--status <status>').choices(reviewStatuses))
    .option('--limit <n>', 'how many', parseWhole(1, 1000), 50)
    .addHelpText('after', example('ounce pir list --status draft'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { status?: string; limit: number }>();
      const { status, limit } = options;
      const query = new URLSearchParams({ limit: String(limit), ...(status ? { status } : {}) });
      const client = await connect(options);
      const answer = await client.get<{ items: ReviewView[] }>(`/api/reviews?${query}`);
      const overdue = await client.get<OverduePage>('/api/reviews/overdue?limit=1');
      const none = ['No review. Begin one with `ounce pir create --incident-id ID`.'];
      const output = new Output(options);
      output.result(answer, answer.items.length > 0 ? reviewTable(answer.items) : none);
      if (overdue.total > 0) output.note(`${overdueCount(overdue)} overdue: see \`ounce pir overdue\`.`);
    });
  pir
    .command('overdue')
    .description('Incidents of severity 1 and 2 without a finished review 24 h after their resolution')
    .option('--limit <n>', 'how many, the longest overdue first', parseWhole(1, 1000), 50)
    .addHelpText('after', example('ounce pir overdue'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { limit: number }>();
      const client = await connect(options);
      const answer = await client.get<OverduePage>(`/api/reviews/overdue?limit=${options.limit}`);
      new Output(options).result(answer, overdueLines(answer, systemClock().nowMs()));
    });
}

function showCommand(pir: Command): void {
  pir
    .command('show')
    .description('One review: what it says, what it still needs, and which preventions are known')
    .argument('<id>', 'e.g. PIR-INC-2026-01-25-001')
    .addHelpText('after', example('ounce pir show PIR-INC-2026-01-25-001'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const detail = await (await connect(options)).get<ReviewDetail>(pathOf(id));
      new Output(options).result(detail, reviewLines(detail));
    });
}

function editCommand(pir: Command): void {
  pir
    .command('edit')
    .description(
      'Open a review in $VISUAL or $EDITOR as Markdown; what others saved meanwhile is put together with it',
    )
    .argument('<id>')
    .addHelpText('after', example('ounce pir edit PIR-INC-2026-01-25-001'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const output = new Output(options);
      const editor = process.env.VISUAL || process.env.EDITOR || 'vi';
      const client = await connect(options);
      const saved = await editReview({ client, id, editor, note: (line) => output.note(line) });
      output.result({ saved: saved ?? null }, [
        saved ? `${id} is saved as version ${saved.version}.` : 'Nothing was changed.',
      ]);
    });
}

function fileCommands(pir: Command): void {
  pir
    .command('export')
    .description('Write a review as Markdown: front matter, then a section under each heading')
    .argument('<id>')
    .option('--out <file>', 'to a file instead of stdout')
    .addHelpText('after', example('ounce pir export PIR-INC-2026-01-25-001 --out review.md'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { out?: string }>();
      const answer = await (await connect(options)).get<{ markdown: string }>(`${pathOf(id)}/markdown`);
      if (options.out) await writeFile(options.out, answer.markdown);
      new Output(options).result(
        options.out ? { written: options.out } : answer,
        options.out ? [`Wrote ${options.out}.`] : [answer.markdown.trimEnd()],
      );
    });
  pir
    .command('import')
    .description('Save what a Markdown file says, unless somebody has saved since it was written')
    .argument('<file>')
    .addHelpText('after', example('ounce pir import review.md'))
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const markdown = await readText(file);
      const client = await connect(options);
      const saved = await client.send<ReviewView>('POST', '/api/reviews/import', { markdown });
      new Output(options).result(saved, [`${saved.id} is saved as version ${saved.version}.`]);
    });
}

function finishCommands(pir: Command): void {
  for (const [step, says, done] of [
    ['finish', 'Finish a review; says what is missing when it is not ready', 'is finished'],
    ['reopen', 'Take a finished review up again', 'is a draft again'],
  ] as const)
    pir
      .command(step)
      .description(says)
      .argument('<id>')
      .addHelpText('after', example(`ounce pir ${step} PIR-INC-2026-01-25-001`))
      .action(async (id: string, _, command: Command) => {
        const options = command.optsWithGlobals<GlobalOptions>();
        const client = await connect(options);
        const { review, suggestions } = await client.get<ReviewDetail>(pathOf(id));
        const saved = await client.send<ReviewView>('POST', `${pathOf(id)}/${step}`, {
          baseVersion: review.version,
        });
        const known = suggestions.map(({ prevention, why }) => `  ${prevention.id}: ${why}`);
        new Output(options).result(saved, [
          `${id} ${done}.`,
          ...(step === 'finish' && known.length > 0
            ? ['Known preventions against its root causes:', ...known]
            : []),
        ]);
      });
}
