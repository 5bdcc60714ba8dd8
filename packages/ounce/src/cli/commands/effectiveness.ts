import type { Command } from 'commander';
import type { EffectivenessView, PreventionEffectDetail } from '../../api/types.ts';
import { readTicketsCsv } from '../../prevention/tickets/index.ts';
import { connect } from '../client.ts';
import { detailLines, overviewLines } from '../effect-lines.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { readText } from '../read-text.ts';

interface Asked extends GlobalOptions {
  readonly type?: string;
  readonly service?: string;
  readonly prevention?: string;
}

export function effectivenessCommands(program: Command): void {
  program
    .command('effectiveness')
    .description('Whether preventions work: before and after with intervals, never a bare percentage')
    .option('--type <type>', 'one incident type')
    .option('--service <service>', 'one service')
    .option('--prevention <id>', 'one prevention, service by service')
    .addHelpText(
      'after',
      example(
        'ounce effectiveness',
        'ounce effectiveness --type queue_backlog --json',
        'ounce effectiveness --prevention circuit-breaker-pattern',
      ),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<Asked>();
      const client = await connect(options);
      const { prevention, type, service } = options;
      if (prevention !== undefined) {
        const path = `/api/effectiveness/preventions/${encodeURIComponent(prevention)}`;
        const detail = await client.get<PreventionEffectDetail>(path);
        new Output(options).result(detail, detailLines(detail));
        return;
      }
      const asked = new URLSearchParams({ ...(type && { type }), ...(service && { service }) });
      const answer = await client.get<EffectivenessView>(`/api/effectiveness?${asked}`);
      new Output(options).result(answer, overviewLines(answer));
    });
  ticketCommands(program);
}

function ticketCommands(program: Command): void {
  program
    .command('tickets')
    .description('Support tickets, as a measure of what customers notice')
    .command('import')
    .description(
      'Read counts from CSV: month (or day, or since and until), count, and maybe service and type',
    )
    .argument('<file>')
    .requiredOption('--source <name>', 'who counted; the same stretch again replaces its count')
    .addHelpText('after', example('ounce tickets import tickets.csv --source zendesk'))
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { source: string }>();
      const text = await readText(file);
      const counts = readTicketsCsv(text, options.source);
      const client = await connect(options);
      const answer = await client.send<{ counted: number }>('POST', '/api/tickets', counts);
      const tickets = counts.reduce((sum, { count }) => sum + count, 0);
      new Output(options).result(answer, [
        `${tickets} tickets of ${answer.counted} stretches of time were counted.`,
      ]);
    });
}
