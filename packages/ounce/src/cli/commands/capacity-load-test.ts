import { basename } from 'node:path';
import type { LoadTestPoint } from '@ounce/core';
import type { Command } from 'commander';
import type { CapacitySummary } from '../../api/types.ts';
import { readLoadTest } from '../../history/index.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { readText } from '../read-text.ts';

type Options = GlobalOptions & { readonly region: string; readonly replicas: number };

/** `ounce capacity load-test FILE SERVICE`. */
export function loadTestCommand(capacity: Command): void {
  capacity
    .command('load-test')
    .description('Learn what a replica can carry from the steps of a load test')
    .argument(
      '<file>',
      'CSV with throughput (a second) and concurrency, latencyMs or utilisation (0 to 1) on each line',
    )
    .argument('<service>')
    .requiredOption('--replicas <n>', 'how many replicas were ready', parseWhole(1, 100_000))
    .option('--region <region>', 'which region', 'local')
    .addHelpText('after', example('ounce capacity load-test steps.csv gateway --replicas 2'))
    .action(async (file: string, service: string, _, command: Command) => {
      const options = command.optsWithGlobals<Options>();
      const { region, replicas } = options;
      const points: LoadTestPoint[] = readLoadTest(await readText(file));
      const path = `/api/capacity/${encodeURIComponent(service)}/${encodeURIComponent(region)}/load-tests`;
      const body = { replicas, points, source: basename(file) };
      const week = await (await connect(options)).send<CapacitySummary>('POST', path, body);
      new Output(options).result(week, [
        `${points.length} steps of ${basename(file)} were taken.`,
        week.kind === 'week' ? week.capacity.says : `Not known yet: ${week.why}`,
      ]);
    });
}
