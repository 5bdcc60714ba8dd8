import { OunceError, type SignalName, type Window } from '@ounce/core';
import { type Command, Option } from 'commander';
import { backfill, ratesOf, readCsv, type Span } from '../../history/index.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseDuration, parseMoment } from '../parse.ts';
import { readText } from '../read-text.ts';
import { seriesNames, targetsOf, withHistory } from '../recorded.ts';

interface ImportOptions extends GlobalOptions {
  readonly service: string;
  readonly signal: SignalName;
  readonly region?: string;
  readonly time?: string;
  readonly value?: string;
  readonly start?: number;
  readonly step?: number;
  readonly counter?: boolean;
  readonly per?: number;
}

export function importCommand(capacity: Command): void {
  capacity
    .command('import')
    .description('Fill recorded readings in from a CSV file with a time and a number on each line')
    .argument('<file>')
    .requiredOption('--service <service>')
    .addOption(new Option('--signal <signal>').choices(seriesNames).makeOptionMandatory())
    .option('--region <region>')
    .option('--time <column>', 'the column of the time; the first when absent')
    .option('--value <column>', 'the column of the number; the second when absent')
    .option('--start <date>', 'for a file without times: when its first reading was', parseMoment)
    .option('--step <duration>', 'for a file without times: one line each', parseDuration)
    .option('--counter', 'the numbers are those of a counter: their rate is taken, resets included')
    .option(
      '--per <duration>',
      'the numbers count what came in so long: they are divided by its seconds',
      parseDuration,
    )
    .addHelpText(
      'after',
      example('ounce capacity import requests.csv --service gateway --signal arrivalRate'),
    )
    .action(async (file: string, _, command: Command) => {
      const options = command.optsWithGlobals<ImportOptions>();
      const { window: numbers, bad } = readCsv(await readText(file), columnsOf(options));
      const window = meaningOf(numbers, options);
      const [report] = await withHistory(options, async (history, { config }) => {
        const [of] = targetsOf(config, options);
        const series = [
          { of: { ...of!, series: options.signal }, read: async (span: Span) => within(window, span) },
        ];
        return backfill(history, series, spanOf(window));
      });
      const { added = 0, known = 0 } = report ?? {};
      new Output(options).result({ added, known, bad }, [
        `${added} readings added, ${known} were there, ${bad.length} rows set aside.`,
        ...bad.slice(0, 20).map(({ line, why }) => `  line ${line}: ${why}`),
        ...(bad.length > 20 ? [`  … and ${bad.length - 20} more (--json lists all)`] : []),
      ]);
    });
}

function columnsOf({ time, value, start, step }: ImportOptions) {
  if ((start === undefined) !== (step === undefined))
    throw new OunceError('OUNCE_E_BAD_REQUEST', '--start and --step belong together.', {
      mend: 'Give both for a file without times, or none.',
    });
  return {
    ...(time ? { time } : {}),
    ...(value ? { value } : {}),
    ...(start !== undefined && step !== undefined ? { even: { startMs: start, stepMs: step } } : {}),
  };
}

function meaningOf(window: Window, { counter, per }: ImportOptions): Window {
  const rates = counter ? ratesOf(window) : window;
  if (per === undefined) return rates;
  return { timesMs: rates.timesMs, values: Float64Array.from(rates.values, (value) => (1000 * value) / per) };
}

function spanOf({ timesMs }: Window): Span {
  if (timesMs.length === 0) return { sinceMs: 0, untilMs: 0 };
  return { sinceMs: timesMs[0]!, untilMs: timesMs[timesMs.length - 1]! + 1 };
}

function within({ timesMs, values }: Window, { sinceMs, untilMs }: Span): Window {
  const kept = Array.from(timesMs, (atMs, i) => [atMs, values[i]!] as const).filter(
    ([atMs]) => atMs >= sinceMs && atMs < untilMs,
  );
  return { timesMs: kept.map(([atMs]) => atMs), values: kept.map(([, value]) => value) };
}
