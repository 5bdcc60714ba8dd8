import type { Command } from 'commander';
import type { RootCauseView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';

export function rootCauseCommands(program: Command): void {
  const rootCauses = program.command('root-causes').description('The catalogue of root causes');
  rootCauses
    .command('list')
    .description('Root causes, by incident type')
    .option('--type <incident-type>', 'of one type')
    .addHelpText('after', example('ounce root-causes list --type latency_spike'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { type?: string }>();
      const query = options.type ? `?${new URLSearchParams({ incidentType: options.type })}` : '';
      const answer = await (await connect(options)).get<{ items: RootCauseView[] }>(
        `/api/root-causes${query}`,
      );
      const rows = answer.items.map(({ incidentType, id, title }) => [incidentType, id, title]);
      const none = ['No root cause. Start with the catalogue: ounce init --with-catalogue'];
      new Output(options).result(
        answer,
        rows.length > 0 ? table([['incident type', 'id', 'title'], ...rows]) : none,
      );
    });
  rootCauses
    .command('add')
    .description('Add a root cause; its id is made of its title')
    .argument('<title>', 'as people say it')
    .requiredOption('--type <incident-type>', 'what it leads to')
    .option('--says <text>', 'more about it')
    .addHelpText('after', example('ounce root-causes add "Certificate expired" --type error_rate_spike'))
    .action(async (title: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { type: string; says?: string }>();
      const { type: incidentType, says } = options;
      const body = { title, incidentType, ...(says ? { says } : {}) };
      const made = await (await connect(options)).send<RootCauseView>('POST', '/api/root-causes', body);
      new Output(options).result(made, [`${made.id} is in the catalogue.`]);
    });
}
