import { resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import { type Command, InvalidArgumentError } from 'commander';
import { startApp } from '../../app/app.ts';
import { demoConfig, demoFolder, hasDemoData, makeDemoData, removeDemoData } from '../../app/demo-data.ts';
import { Client } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { interrupted } from './start.ts';

const dayMs = 86_400_000;

interface DemoDataOptions extends GlobalOptions {
  readonly folder: string;
  readonly seed: number;
  readonly until?: number;
  readonly port: number;
  readonly serve: boolean;
  readonly show?: boolean;
  readonly remove?: boolean;
}

export function demoDataCommand(program: Command): void {
  program
    .command('demo-data')
    .description(
      'A simulated year of incidents, reviews and preventions in a ledger of its own, and its console',
    )
    .option('--folder <folder>', 'below which it is kept', '.ounce')
    .option('--seed <n>', 'another year', parseWhole(1, 2 ** 31 - 1), 1)
    .option('--until <date>', 'the last day of the year; today when absent', parseDay)
    .option('--port <port>', 'of the console; a free one when absent', parseWhole(0, 65_535), 0)
    .option('--no-serve', 'only make it')
    .option('--show', 'show what was made before')
    .option('--remove', 'remove it whole')
    .addHelpText('after', example('ounce demo-data', 'ounce demo-data --remove'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<DemoDataOptions>();
      const folder = demoFolder(resolve(options.folder));
      const output = new Output(options);
      if (options.remove) {
        const removed = await removeDemoData(folder);
        return output.result({ folder, removed }, [
          removed ? `Removed ${folder}.` : `There was nothing in ${folder}.`,
        ]);
      }
      if (!options.show) await make(folder, options, output);
      else if (!hasDemoData(folder))
        throw new OunceError('OUNCE_E_NOT_FOUND', `There is no simulated year in ${folder}.`, {
          mend: 'Make one with `ounce demo-data`.',
        });
      if (options.serve) await serve(folder, options, output);
    });
}

async function make(folder: string, { seed, until }: DemoDataOptions, output: Output): Promise<void> {
  const startedMs = performance.now();
  const endMs = until ?? Math.floor(Date.now() / dayMs) * dayMs;
  output.note('Playing a year of faults through detection, controls, reviews and preventions …');
  const { events } = await makeDemoData(folder, { seed, endMs });
  const tookMs = Math.round(performance.now() - startedMs);
  output.result({ folder, events, tookMs, simulated: true }, [
    `A simulated year: ${events} events in ${(tookMs / 1000).toFixed(1)} s, in ${folder}.`,
    'It is no evidence of anything; `ounce demo-data --remove` removes it whole.',
  ]);
}

async function serve(folder: string, { port }: DemoDataOptions, output: Output): Promise<void> {
  const stopped = interrupted();
  const app = await startApp({ loaded: demoConfig(folder, port), log: (sentence) => output.note(sentence) });
  try {
    const token = app.newToken ?? (await anotherToken(app.socket));
    output.note(`Console  ${app.url}/#token=${token}`);
    output.note('Ctrl-C ends it; the data stay, `ounce demo-data --show` shows them again.');
    await stopped;
  } finally {
    await app.stop({ fleet: false });
  }
}

async function anotherToken(socketPath: string): Promise<string> {
  const body = { role: 'admin', label: 'demo-data' };
  const { token } = await new Client({ socketPath }).send<{ token: string }>('POST', '/api/tokens', body);
  return token;
}

function parseDay(text: string): number {
  const atMs = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  if (Number.isFinite(atMs)) return atMs;
  throw new InvalidArgumentError('Write a day such as 2026-11-23.');
}
