import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { CsvImportView, RoadmapPage, RoadmapRowView } from '../../api/types.ts';
import type { Client } from '../client.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { inWords } from '../prevention-lines.ts';
import { readText } from '../read-text.ts';
import { roadmapIssueCommands } from './roadmap-issues.ts';

export function roadmapCommands(program: Command): void {
  const roadmap = program
    .command('roadmap')
    .description('The roadmap of preventions: what is due when, what is overdue and what is at risk');
  showCommand(roadmap);
  exportCommand(roadmap);
  importCommand(roadmap);
  roadmapIssueCommands(roadmap);
}

function showCommand(roadmap: Command): void {
  roadmap
    .command('show', { isDefault: true })
    .description('The roadmap as a table, by quarter and priority')
    .option('--quarter <quarter>', 'of one quarter, e.g. 2026-Q1')
    .addHelpText('after', example('ounce roadmap show --quarter 2026-Q1'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { quarter?: string }>();
      const items = await wholeRoadmap(await connect(options), options.quarter);
      const none = [
        options.quarter
          ? `Nothing stands in the roadmap of ${options.quarter}.`
          : 'The roadmap is empty: give a prevention a target with `ounce preventions set ID --target 2026-Q2`.',
      ];
      new Output(options).result({ items }, items.length > 0 ? roadmapLines(items) : none);
    });
}

async function wholeRoadmap(client: Client, quarter: string | undefined): Promise<RoadmapRowView[]> {
  const items: RoadmapRowView[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = new URLSearchParams({ ...(quarter ? { quarter } : {}), ...(cursor ? { cursor } : {}) });
    const page = await client.get<RoadmapPage>(`/api/roadmap?${query}`);
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
}

function roadmapLines(items: readonly RoadmapRowView[]): string[] {
  const quarters = [...new Set(items.map(({ quarter }) => quarter))];
  return quarters.flatMap((quarter, at) => {
    const rows = items
      .filter((row) => row.quarter === quarter)
      .map(({ prevention, mark, slips }) => [
        ...[prevention.priority, prevention.initiative ?? prevention.title, prevention.owner || 'nobody'],
        ...[prevention.target ?? '–', inWords(prevention.status)],
        `${prevention.checklist.filter(({ done }) => done).length}/${prevention.checklist.length}`,
        ['says' in mark ? mark.says : '', slipsOf(slips)].filter(Boolean).join(' '),
      ]);
    const head = ['priority', 'initiative', 'owner', 'target', 'status', 'steps', 'mind'];
    return [...(at > 0 ? [''] : []), quarter, ...table([head, ...rows])];
  });
}

function slipsOf(slips: RoadmapRowView['slips']): string {
  const [first] = slips;
  if (!first) return '';
  return `Moved ${slips.length === 1 ? 'once' : `${slips.length} times`}, first from ${first.from}.`;
}

function exportCommand(roadmap: Command): void {
  roadmap
    .command('export')
    .description('Write the roadmap as CSV')
    .option('--quarter <quarter>', 'of one quarter, e.g. 2026-Q1')
    .option('--out <file>', 'to a file instead of stdout')
    .addHelpText('after', example('ounce roadmap export --out roadmap.csv'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { quarter?: string; out?: string }>();
      const query = options.quarter ? `?${new URLSearchParams({ quarter: options.quarter })}` : '';
      const answer = await (await connect(options)).get<{ csv: string }>(`/api/roadmap/csv${query}`);
      if (options.out) await writeFile(options.out, answer.csv);
      new Output(options).result(
        options.out ? { written: options.out } : answer,
        options.out ? [`Wrote ${options.out}.`] : [answer.csv.trimEnd()],
      );
    });
}

function importCommand(roadmap: Command): void {
  roadmap
    .command('import')
    .description(
      'Take a roadmap in from CSV: columns that are missing change nothing, bad lines are named and set aside',
    )
    .argument('<file>')
    .option('--dry-run', 'only say what would be done')
    .option('--reason <text>', 'why; kept with every change')
    .addHelpText('after', example('ounce roadmap import roadmap.csv --dry-run'))
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { dryRun?: boolean; reason?: string }>();
      const { dryRun = false, reason } = options;
      const csv = await readText(file);
      const body = { csv, dryRun, ...(reason ? { reason } : {}) };
      const done = await (await connect(options)).send<CsvImportView>('POST', '/api/roadmap/csv', body);
      const would = dryRun ? 'would be ' : '';
      new Output(options).result(done, [
        `${done.added.length} ${would}new, ${done.changed.length} ${would}changed, ${done.unchanged} as they were.`,
        ...done.bad.map(({ line, says }) => `Set aside: line ${line}: ${says}`),
      ]);
      if (done.bad.length > 0) process.exitCode = 1;
    });
}
