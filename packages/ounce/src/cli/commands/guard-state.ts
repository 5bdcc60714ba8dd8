import type { Command } from 'commander';
import type { BreakerChangeView, BreakerView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { breakerLines, type CoverageAnswer, coverageLines, transitionLines } from '../guard-lines.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';

interface TransitionOptions extends GlobalOptions {
  readonly service?: string;
  readonly limit: number;
}

/** What the guards of the running services and the recorded audits say. */
export function guardStateCommands(guard: Command): void {
  guard
    .command('coverage')
    .description('How many outgoing calls are guarded: in the code by the latest audit, and live')
    .addHelpText('after', example('ounce guard coverage'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<CoverageAnswer>('/api/guard/coverage');
      new Output(options).result(answer, coverageLines(answer));
    });
  guard
    .command('breakers')
    .description('The circuits of all running instances that report, those that are not closed first')
    .addHelpText('after', example('ounce guard breakers'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: BreakerView[] }>('/api/guard/breakers');
      new Output(options).result(answer, breakerLines(answer.items, Date.now()));
    });
  guard
    .command('transitions')
    .description('Transitions of circuits, newest first')
    .option('--service <name>', 'of one service')
    .option('--limit <n>', 'how many', parseWhole(1, 1000), 20)
    .addHelpText('after', example('ounce guard transitions --service gateway'))
    .action(async (_, command: Command) => {
      const { service, limit, ...options } = command.optsWithGlobals<TransitionOptions>();
      const query = new URLSearchParams({ limit: String(limit), ...(service ? { service } : {}) });
      const path = `/api/guard/transitions?${query}`;
      const answer = await (await connect(options)).get<{ items: BreakerChangeView[] }>(path);
      new Output(options).result(answer, transitionLines(answer.items));
    });
}
