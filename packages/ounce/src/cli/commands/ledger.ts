import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { readOnlyJournalOf } from '../../app/connectors.ts';
import { loadConfig } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { exportEvents, verifyJournal } from '../../ledger/index.ts';
import type { Journal } from '../../ports/index.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';

export function ledgerCommands(program: Command): void {
  const ledger = program
    .command('ledger')
    .description('The evidence: verify it, rebuild its tables, export it');
  ledger
    .command('verify')
    .description('Walk the whole hash chain; exits 1 when the journal was changed or is damaged')
    .addHelpText('after', example('ounce ledger verify'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await withJournal(options, async (journal) => {
        const report = await verifyJournal(journal, systemClock());
        const says =
          report.kind === 'intact'
            ? `Intact: ${report.events} events, every hash fits (head ${report.head.hash.slice(0, 12)}…).`
            : `BROKEN at event ${report.seq}: ${report.says}`;
        new Output(options).result(report, [says]);
        if (report.kind === 'broken') process.exitCode = 1;
      });
    });
  ledger
    .command('rebuild')
    .description('Make all tables of the running governor anew from the journal')
    .addHelpText('after', example('ounce ledger rebuild'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const report = await (await connect(options)).send<{ events: number; tookMs: number }>(
        'POST',
        '/api/ledger/rebuild',
        {},
      );
      new Output(options).result(report, [
        `Rebuilt from ${report.events} events in ${Math.round(report.tookMs)} ms.`,
      ]);
    });
  ledger
    .command('export')
    .description('Write all events to stdout, oldest first; with --json as one object')
    .addOption(new Option('--format <format>', 'how').choices(['ndjson', 'csv']).default('ndjson'))
    .addHelpText('after', example('ounce ledger export --format csv > events.csv'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { format: 'ndjson' | 'csv' }>();
      await withJournal(options, async (journal) => {
        if (options.json) await pipeline(Readable.from(asOneObject(journal)), process.stdout, { end: false });
        else await exportEvents(journal, process.stdout, { format: options.format });
      });
    });
}

/** Piece by piece: a journal may be larger than memory. */
async function* asOneObject(journal: Journal): AsyncGenerator<string> {
  yield '{"events":[';
  let between = '';
  for await (const event of journal.read(0)) {
    yield between + JSON.stringify(event);
    between = ',';
  }
  yield ']}\n';
}

/** Reads the journal beside a running governor, or without one. */
async function withJournal(options: GlobalOptions, use: (journal: Journal) => Promise<void>): Promise<void> {
  const { config, folder } = await loadConfig({ cwd: process.cwd(), file: options.config });
  const journal = await readOnlyJournalOf(config, resolve(folder, config.stateFolder));
  try {
    await use(journal);
  } finally {
    await journal.close();
  }
}
