import { experimentMs, experimentStrength } from '@ounce/core';
import { type Command, Option } from 'commander';
import type { ExperimentView, LiveState } from '../../api/types.ts';
import { untilAsBefore } from '../as-before.ts';
import { connect } from '../client.ts';
import { dryRun } from '../dry-run.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseDurationFrom, parseNumber, parseWhole } from '../parse.ts';
import { runExperiment } from '../run-experiment.ts';
import { simulateScenario } from '../simulate-scenario.ts';
import { verdictLines } from '../verdict-lines.ts';

export interface InjectOptions extends GlobalOptions {
  readonly scenario: string;
  readonly duration: number;
  readonly factor?: number;
  readonly variant?: string;
  readonly controls: 'on' | 'off';
  readonly repeat: number;
  readonly seed: number;
  readonly dryRun?: boolean;
  readonly simulate?: boolean;
}

export function chaosCommands(program: Command): void {
  const chaos = program
    .command('chaos')
    .description('Experiments: inject a fault, see what the controls make of it');
  chaos
    .command('inject')
    .description('Run a scenario. Exits 0 passed, 1 failed, 2 usage, 3 aborted, 4 invalid, 5 not rolled back')
    .requiredOption('--scenario <name>', 'which one (`ounce chaos list`)')
    .requiredOption(
      '--duration <time>',
      'how long the fault lasts, 5s to 60m; the target itself keeps to it',
      parseDurationFrom(experimentMs.least, experimentMs.most),
    )
    .option('--factor <n>', 'multiplies arrivals instead of the scenario’s own factor', parseNumber(1, 1000))
    .option('--variant <name>', 'another way for the same to go wrong (`ounce chaos list`)')
    .addOption(
      new Option('--controls <on|off>', 'off: the target’s controls only watch')
        .choices(['on', 'off'])
        .default('on'),
    )
    .option('--repeat <n>', 'several runs, and the reliability they support', parseWhole(1, 100), 1)
    .option('--dry-run', 'only say what would be done, and whether it would be refused')
    .option('--simulate', 'the same scenario and controls in virtual time')
    .option('--seed <n>', 'of the simulation', parseWhole(0, 2 ** 31), 1)
    .addHelpText(
      'after',
      example(
        'ggen chaos inject --scenario queue_backlog --duration 5m',
        'ggen chaos inject --scenario timeout_service --duration 5m',
        'ounce chaos inject --scenario timeout_service --variant slow --duration 1m',
        'ounce chaos inject --scenario queue_backlog --duration 5m --simulate --seed 7',
      ),
    )
    .action((_, command: Command) => inject(command.optsWithGlobals<InjectOptions>()));
  chaos
    .command('recover')
    .description('Abort everything and remove every fault; does no harm when there is none')
    .addHelpText('after', example('ounce chaos recover'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).send<{ removed: string[]; notRemoved: string[] }>(
        'POST',
        '/api/experiments/recover',
        {},
      );
      const { removed, notRemoved } = answer;
      const lines = [
        removed.length > 0 ? `Removed: ${removed.join(', ')}.` : 'There was no fault left to remove.',
        ...(notRemoved.length > 0
          ? [`Could not be seen to be gone: ${notRemoved.join(', ')}. They end within their lease.`]
          : []),
      ];
      new Output(options).result(answer, lines);
      if (notRemoved.length > 0) process.exitCode = 5;
    });
  chaos
    .command('list')
    .description('Scenarios there are')
    .addHelpText('after', example('ounce chaos list'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{
        items: { name: string; target: string; says: string; variants: string[] }[];
      }>('/api/scenarios');
      new Output(options).result(
        answer,
        table([
          ['scenario', 'target', 'variants', 'what happens'],
          ...answer.items.map(({ name, target, says, variants }) => [
            name,
            target,
            variants.join(', ') || '–',
            says,
          ]),
        ]),
      );
    });
}

async function inject(options: InjectOptions): Promise<void> {
  const output = new Output(options);
  if (options.dryRun) return dryRun(options, output);
  const runs: ExperimentView[] = [];
  const client = options.simulate ? undefined : await connect(options);
  const before = await client?.get<LiveState>('/api/state');
  for (let i = 0; i < options.repeat; i++) {
    const last = runs.at(-1);
    if (client && before && last) await untilAsBefore(client, last.target, before, output);
    if (options.repeat > 1) output.note(`Run ${i + 1} of ${options.repeat}`);
    const { scenario, duration: durationMs, factor, variant, controls } = options;
    const request = {
      ...{ scenario, durationMs, controls },
      ...(factor === undefined ? {} : { factor }),
      ...(variant === undefined ? {} : { variant }),
    };
    const view = client
      ? await runExperiment(client, request, output)
      : await simulateScenario({ ...options, seed: options.seed + i });
    runs.push(view);
    if (!output.json && view.verdict) output.result(view, verdictLines(view, view.verdict, output));
    // A fault that may still be there, or an abort, is no reason to inject the next one.
    if ((view.verdict?.exitCode ?? 1) >= 3) break;
  }
  report(runs, options, output);
}

function report(runs: readonly ExperimentView[], { repeat }: InjectOptions, output: Output): void {
  const last = runs.at(-1);
  process.exitCode = Math.max(...runs.map((run) => run.verdict?.exitCode ?? 1));
  if (repeat === 1) {
    if (output.json) output.result(last, []);
    return;
  }
  const passed = runs.filter((run) => run.verdict?.kind === 'passed').length;
  const reliability = experimentStrength(passed, runs.length);
  const says = `${passed} of ${runs.length} runs passed: at least ${Math.floor(reliability * 100)} % reliable (95 % one-sided).`;
  output.result({ runs, passed, of: runs.length, reliabilityAtLeast: reliability }, [says]);
}
