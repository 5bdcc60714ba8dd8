import { writeFile } from 'node:fs/promises';
import { type Cadence, cadences } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { ReportDocument, ReportSummaryView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';

interface MakeOptions extends GlobalOptions {
  readonly for?: string;
  readonly format: 'md' | 'html' | 'json';
  readonly output?: string;
}

const periods: Readonly<Record<Cadence, string>> = {
  weekly: '2026-W05',
  monthly: '2026-01',
  quarterly: '2026-Q1',
  annual: '2026',
};

const says: Readonly<Record<Cadence, string>> = {
  weekly: 'Status of the initiatives, what is late, what happened',
  monthly: 'Incident reduction, and drills done or missed',
  quarterly: 'The full effectiveness review: keep, fix or retire each prevention',
  annual: 'Long-term trends',
};

/** `ounce review weekly|monthly|quarterly|annual|list`. */
export function reviewCommands(program: Command): void {
  const review = program
    .command('review')
    .description('Reviews of the preventions at regular times, or at will');
  for (const cadence of cadences) make(review, cadence);
  review
    .command('list')
    .description('Reviews that were made by themselves, the newest period first')
    .addHelpText('after', example('ounce review list'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: ReportSummaryView[] }>('/api/reports');
      const rows = answer.items.map(({ title, madeAtMs }) => [
        title,
        new Date(madeAtMs).toISOString().slice(0, 16),
      ]);
      const none = ['None was made yet. The first one comes when a week that a governor has seen is over.'];
      new Output(options).result(answer, rows.length > 0 ? table([['review', 'made (UTC)'], ...rows]) : none);
    });
}

function make(review: Command, cadence: Cadence): void {
  review
    .command(cadence)
    .description(says[cadence])
    .option('--for <period>', `e.g. ${periods[cadence]}; the last one that is over when absent`)
    .addOption(new Option('--format <format>', 'how').choices(['md', 'html', 'json']).default('md'))
    .option('--output <file>', 'where to write it; stdout when absent')
    .addHelpText(
      'after',
      example(`ounce review ${cadence} --for ${periods[cadence]} --format html --output review.html`),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<MakeOptions>();
      const query = options.for === undefined ? '' : `?period=${encodeURIComponent(options.for)}`;
      const found = await (await connect(options)).get<ReportDocument>(`/api/reviews-now/${cadence}${query}`);
      const texts = {
        md: found.markdown,
        html: found.html,
        json: `${JSON.stringify(found.report, null, 2)}\n`,
      };
      const text = texts[options.format];
      const output = new Output(options);
      if (options.output === undefined) return output.result(found.report, [text.trimEnd()]);
      await writeFile(options.output, text);
      output.result({ output: options.output, report: found.report.id }, [
        `${found.report.title} is in ${options.output}.`,
      ]);
    });
}
