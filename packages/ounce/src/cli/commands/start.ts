import type { Command } from 'commander';
import { startApp } from '../../app/app.ts';
import { loadConfig } from '../../config/index.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';

export function startCommand(program: Command): void {
  program
    .command('start')
    .description('Start the governor, its API and console, and the fleet’s processes; Ctrl-C stops them')
    .option(
      '--keep-fleet',
      'leave the processes running when the governor stops; the next one takes them over',
    )
    .addHelpText('after', example('ounce start', 'ounce start --config staging.config.ts --keep-fleet'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { keepFleet?: boolean }>();
      const output = new Output(options);
      const loaded = await loadConfig({ cwd: process.cwd(), file: options.config });
      // Heard from the first moment: what was started by then is stopped in order.
      const stopped = interrupted();
      const app = await startApp({ loaded, log: (sentence) => output.note(sentence) });
      output.result({ url: app.url, token: app.newToken }, greeting(app));
      await stopped;
      output.note(
        options.keepFleet ? 'Stopping; the fleet keeps running …' : 'Stopping governor and fleet …',
      );
      await app.stop({ fleet: !options.keepFleet });
    });
}

/** The link with the token is printed once: whoever has it is admin. */
export function greeting({ url, newToken }: { url: string; newToken?: string }): string[] {
  return newToken
    ? [
        `Console  ${url}/#token=${newToken}`,
        'The token in this link is shown this once; `ounce token create` makes another.',
        `API      ${url}/api/docs`,
      ]
    : [
        `Console  ${url}   (sign in with a token: ounce token create --role operator)`,
        `API      ${url}/api/docs`,
      ];
}

/** Resolves on the first SIGINT or SIGTERM; a second one ends the process at once. */
export function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const stop = () => {
      for (const name of ['SIGINT', 'SIGTERM'] as const)
        process.off(name, stop).once(name, () => process.exit(130));
      resolve();
    };
    for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, stop);
  });
}
