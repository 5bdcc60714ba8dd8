import { join, resolve } from 'node:path';
import { experimentMs } from '@ounce/core';
import type { Command } from 'commander';
import { startApp } from '../../app/app.ts';
import { loadConfig } from '../../config/index.ts';
import { Client } from '../client.ts';
import { example } from '../examples.ts';
import { exitCodes, type GlobalOptions, Output } from '../output.ts';
import { parseDurationFrom } from '../parse.ts';
import { runExperiment } from '../run-experiment.ts';
import { verdictLines } from '../verdict-lines.ts';
import { waitUntilReady } from '../wait-until-ready.ts';
import { whatItDid } from '../what-it-did.ts';
import { greeting, interrupted } from './start.ts';

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description(
      'The whole loop once: start the fleet, inject a short queue backlog, watch it, print the verdict',
    )
    .option('--once', 'stop after the verdict; exits 0 on PASS, 1 on FAIL')
    .option(
      '--duration <time>',
      'how long the spike lasts, 5s to 60m',
      parseDurationFrom(experimentMs.least, experimentMs.most),
      60_000,
    )
    .addHelpText('after', example('npm run demo', 'npm run demo -- --once'))
    .action((_, command: Command) => demo(command.optsWithGlobals()));
}

async function demo(options: GlobalOptions & { once?: boolean; duration: number }): Promise<void> {
  const output = new Output(options);
  const loaded = await loadConfig({ cwd: process.cwd(), file: options.config });
  const { config, folder } = loaded;
  const stateFolder = resolve(folder, config.stateFolder);
  const services = Object.values(config.services).filter((service) => service.process).length;
  output.note(`Starting governor, console and fleet (${services} services as real processes) …`);
  const log = (sentence: string) => {
    if (options.debug) output.note(sentence);
  };
  let isStopped = false;
  const stopped = interrupted().then(() => {
    isStopped = true;
  });
  const app = await startApp({ loaded, log });
  try {
    if (!output.json) for (const line of greeting(app)) output.note(line);
    const client = new Client({ socketPath: app.socket });
    // Ctrl-C also ends the waiting.
    if (
      !(await Promise.race([
        waitUntilReady(client, output, join(stateFolder, 'processes', 'logs')).then(() => true),
        stopped.then(() => false),
      ]))
    )
      return;
    const request = { scenario: 'queue_backlog', durationMs: options.duration };
    const view = await runExperiment(client, request, output);
    if (view.verdict) {
      const did = await whatItDid(view, client, { config, stateFolder });
      output.result(view, [...verdictLines(view, view.verdict, output), ...did]);
      process.exitCode = view.verdict.kind === 'passed' ? exitCodes.ok : exitCodes.failed;
    }
    if (!options.once && !isStopped) {
      output.note(
        'The fleet keeps running. Look at the console, freeze it, try `npx ggen chaos inject`; Ctrl-C stops it.',
      );
      await stopped;
    }
  } finally {
    output.note('Stopping governor and fleet …');
    await app.stop({ fleet: true });
  }
}
