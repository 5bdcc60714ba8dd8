import type { Command } from 'commander';
import type { FreezeView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';

export function freezeCommands(program: Command): void {
  program
    .command('freeze')
    .description('Nothing acts until it is lifted; running experiments end and their faults are removed')
    .option('--reason <text>', 'kept in the ledger and shown to everybody', 'no reason given')
    .addHelpText('after', example('ounce freeze --reason "database migration until 14:00"'))
    .action((_, command: Command) => change('POST', command));
  program
    .command('unfreeze')
    .description('Lift the freeze')
    .option('--reason <text>', 'kept in the ledger', 'no reason given')
    .addHelpText('after', example('ounce unfreeze --reason "migration is done"'))
    .action((_, command: Command) => change('DELETE', command));
}

async function change(method: 'POST' | 'DELETE', command: Command): Promise<void> {
  const options = command.optsWithGlobals<GlobalOptions & { reason: string }>();
  const client = await connect(options);
  const view = await client.send<FreezeView>(method, '/api/freeze', { reason: options.reason });
  const says = view.frozen
    ? `Frozen by ${view.actor}: ${view.reason}. Nothing acts until \`ounce unfreeze\`.`
    : 'Not frozen: controls act as their modes allow.';
  new Output(options).result(view, [says]);
}
