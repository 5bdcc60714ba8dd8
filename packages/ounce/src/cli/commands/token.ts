import { roles } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { TokenView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';

export function tokenCommands(program: Command): void {
  const token = program.command('token').description('Tokens of the API: only their hashes are kept');
  token
    .command('create')
    .description('Make a token; it is shown this once')
    .addOption(new Option('--role <role>', 'what it may do').choices(roles).default('viewer'))
    .option('--label <text>', 'who or what it is for', 'made on the command line')
    .addHelpText('after', example('ounce token create --role operator --label "on-call"'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { role: string; label: string }>();
      const { role, label } = options;
      const made = await (await connect(options)).send<TokenView & { token: string }>('POST', '/api/tokens', {
        role,
        label,
      });
      new Output(options).result(made, [
        `${made.token}`,
        `(${made.role}, id ${made.id}; it cannot be shown again)`,
      ]);
    });
  token
    .command('list')
    .description('Tokens that are valid')
    .addHelpText('after', example('ounce token list'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: TokenView[] }>('/api/tokens');
      const rows = answer.items.map(({ id, role, label, createdAtMs }) => [
        id,
        role,
        new Date(createdAtMs).toISOString(),
        label,
      ]);
      new Output(options).result(answer, table([['id', 'role', 'made', 'label'], ...rows]));
    });
  token
    .command('revoke')
    .description('Revoke a token at once')
    .argument('<id>')
    .addHelpText('after', example('ounce token revoke 3f1c0a9be2d4'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).send<{ revoked: string }>(
        'DELETE',
        `/api/tokens/${encodeURIComponent(id)}`,
      );
      new Output(options).result(answer, [`${answer.revoked} is revoked.`]);
    });
}
