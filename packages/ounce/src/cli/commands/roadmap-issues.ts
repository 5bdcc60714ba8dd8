import type { Command } from 'commander';
import type { IssueSyncView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';

type SyncOptions = GlobalOptions & {
  readonly dryRun?: boolean;
  readonly create?: boolean;
  readonly quarter?: string;
};

/** The roadmap and the issues of a GitHub repository (`connectors.github` in the config). */
export function roadmapIssueCommands(roadmap: Command): void {
  const issues = roadmap.command('issues').description('Keep preventions in step with GitHub issues');
  issues
    .command('import')
    .description('Make a prevention of each issue that has the label and belongs to none yet')
    .option('--dry-run', 'only say what would be done')
    .addHelpText('after', example('ounce roadmap issues import --dry-run'))
    .action(async (_, command: Command) => run(command.optsWithGlobals<SyncOptions>(), 'import'));
  issues
    .command('sync')
    .description(
      'Both ways: title, status, priority, assignee and steps; who changed what is told by the last sync',
    )
    .option('--create', 'also make issues for those of the roadmap that have none')
    .option('--quarter <quarter>', 'make them for one quarter only, e.g. 2026-Q1')
    .option('--dry-run', 'only say what would be done')
    .addHelpText('after', example('ounce roadmap issues sync --create --quarter 2026-Q1'))
    .action(async (_, command: Command) => run(command.optsWithGlobals<SyncOptions>(), 'sync'));
}

async function run(options: SyncOptions, what: 'import' | 'sync'): Promise<void> {
  const { dryRun = false, create = false, quarter } = options;
  const body = { dryRun, ...(what === 'sync' ? { create, ...(quarter ? { quarter } : {}) } : {}) };
  const client = await connect(options);
  const done = await client.send<IssueSyncView>('POST', `/api/roadmap/issues/${what}`, body);
  const line = (says: string, ids: readonly string[]) =>
    ids.length > 0 ? [`${says}: ${ids.join(', ')}`] : [];
  new Output(options).result(done, [
    ...line('New preventions', done.imported),
    ...line('New issues', done.created),
    ...line('Taken from issues', done.pulled),
    ...line('Brought to issues', done.pushed),
    `${done.unchanged} as they were.${dryRun ? ' Nothing was changed.' : ''}`,
    ...done.troubles.map((says) => `Not in step: ${says}`),
  ]);
  if (done.troubles.length > 0) process.exitCode = 1;
}
