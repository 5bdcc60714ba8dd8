import type { Command } from 'commander';
import type { RestartView, ServiceHealthView, WarningView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { healthLines, restartLines, warningLines } from '../guard-lines.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';

interface RestartOptions extends GlobalOptions {
  readonly service?: string;
  readonly limit: number;
}

interface HealthAnswer {
  readonly items: ServiceHealthView[];
  readonly warnings: WarningView[];
}

export function healthCommands(program: Command): void {
  program
    .command('health')
    .description('Every instance that is probed, and what it has answered last')
    .addHelpText('after', example('ounce health', 'ounce health --json'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<HealthAnswer>('/api/health');
      const lines = [...healthLines(answer.items, Date.now()), ...warningLines(answer.warnings)];
      new Output(options).result(answer, lines);
    });
  program
    .command('restarts')
    .description('Restarts that controls have ordered: why, how long to detect, how long until up again')
    .option('--service <name>', 'of one service')
    .option('--limit <n>', 'how many, newest first', parseWhole(1, 1000), 20)
    .addHelpText('after', example('ounce restarts', 'ounce restarts --service action-handler'))
    .action(async (_, command: Command) => {
      const { service, limit, ...options } = command.optsWithGlobals<RestartOptions>();
      const query = new URLSearchParams({ limit: String(limit), ...(service ? { service } : {}) });
      const answer = await (await connect(options)).get<{ items: RestartView[] }>(`/api/restarts?${query}`);
      new Output(options).result(answer, restartLines(answer.items));
    });
}
