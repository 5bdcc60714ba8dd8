import { OunceError, type Window } from '@ounce/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { prometheusOptionsOf } from '../../app/connectors.ts';
import type { Config } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { readRange } from '../../connectors/prometheus/index.ts';
import { type Backfill, backfill, type Coverage, type Span } from '../../history/index.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseDuration, parseMoment } from '../parse.ts';
import { type SeriesName, seriesNames, targetsOf, withHistory } from '../recorded.ts';
import { capacityEventCommands } from './capacity-events.ts';
import { importCommand } from './capacity-import.ts';
import { loadTestCommand } from './capacity-load-test.ts';
import { scalingStoryCommand } from './scaling-story.ts';
import { weekAheadCommands } from './week-ahead.ts';

const hourMs = 3_600_000;

export function capacityCommands(program: Command): void {
  const capacity = program
    .command('capacity')
    .description('Recorded readings, and what they say of the days to come');
  weekAheadCommands(capacity);
  coverage(capacity);
  backfillCommand(capacity);
  importCommand(capacity);
  loadTestCommand(capacity);
  capacityEventCommands(capacity);
  scalingStoryCommand(capacity);
}

function coverage(capacity: Command): void {
  capacity
    .command('coverage')
    .description('Which readings are kept, by service and series')
    .addHelpText('after', example('ounce capacity coverage'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const items = await withHistory(options, async (history) => history.coverage());
      const lines = items.length > 0 ? table([coverageHead, ...items.map(coverageRow)]) : [nothingYet];
      new Output(options).result({ items }, lines);
    });
}

const nothingYet =
  'Nothing was recorded yet. A running governor records every reading; `ounce capacity backfill` and `import` fill in what was before.';
const coverageHead = ['target', 'series', 'from', 'to', 'hours', 'readings'];

function coverageRow({ service, region, series, sinceMs, untilMs, hours, readings }: Coverage): string[] {
  const minute = (ms: number) => new Date(ms).toISOString().slice(0, 16);
  return [`${service}@${region}`, series, minute(sinceMs), minute(untilMs), String(hours), String(readings)];
}

interface BackfillOptions extends GlobalOptions {
  readonly from: number;
  readonly to?: number;
  readonly step: number;
  readonly service?: string;
  readonly region?: string;
  readonly query: Readonly<Partial<Record<SeriesName, string>>>;
}

function backfillCommand(capacity: Command): void {
  capacity
    .command('backfill')
    .description('Fill recorded readings in from Prometheus; what stands there already stays')
    .requiredOption(
      '--from <date>',
      'the first moment, e.g. 2026-01-31 (UTC) or 2026-01-31T12:00:00Z',
      parseMoment,
    )
    .option('--to <date>', 'the first moment after; the current hour when absent', parseMoment)
    .option('--step <duration>', 'one reading each', parseDuration, 60_000)
    .option('--service <service>', 'one service; all when absent')
    .option('--region <region>')
    .addOption(
      new Option(
        '--query <series=promql>',
        'a query besides those of the config, e.g. readyReplicas=...; may be repeated',
      )
        .argParser(addQuery)
        .default({}, 'the config'),
    )
    .addHelpText(
      'after',
      example(
        'ounce capacity backfill --from 2026-01-01 --query \'readyReplicas=count(up{job="consumer"} == 1)\'',
      ),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<BackfillOptions>();
      const output = new Output(options);
      const reports = await withHistory(options, async (history, { config }) => {
        const currentHour = Math.floor(Date.now() / hourMs) * hourMs;
        const span = { sinceMs: options.from, untilMs: Math.min(options.to ?? currentHour, currentHour) };
        if (span.sinceMs >= span.untilMs)
          throw new OunceError('OUNCE_E_BAD_REQUEST', 'There is no time between --from and --to.');
        return backfill(history, seriesOf(config, options), span, (says) => output.note(says));
      });
      output.result({ items: reports }, [
        ...reports.map(
          ({ service, region, series, added, known }) =>
            `${service}@${region} ${series}: ${added} readings added, ${known} were there.`,
        ),
      ]);
    });
}

function seriesOf(config: Config, options: BackfillOptions): Backfill[] {
  const prometheus = prometheusOptionsOf(config, systemClock());
  if (!prometheus)
    throw new OunceError('OUNCE_E_METRIC_SOURCE', 'The config names no Prometheus.', {
      mend: 'Set connectors.prometheus.url, or import a CSV file with `ounce capacity import`.',
    });
  const found = targetsOf(config, options).flatMap((of) => {
    const settings = config.services[of.service]!;
    const queries = new Map<string, string>();
    for (const [signal, metric] of Object.entries(settings.metrics))
      if (metric && (metric.source ?? config.metricSource) === 'prometheus')
        queries.set(signal, metric.query);
    for (const [series, query] of Object.entries(options.query)) queries.set(series, query);
    return [...queries].map(([series, query]) => ({
      of: { ...of, series },
      read: (span: Span): Promise<Window> =>
        readRange(prometheus, { query, ...span, stepMs: options.step }, AbortSignal.timeout(600_000)),
    }));
  });
  if (found.length > 0) return found;
  throw new OunceError('OUNCE_E_BAD_REQUEST', 'No signal of these services is read from Prometheus.', {
    mend: "Name a query with --query, e.g. --query 'arrivalRate=sum(rate(requests_total[1m]))'.",
  });
}

function addQuery(text: string, before: BackfillOptions['query']): BackfillOptions['query'] {
  const [, series, query] = /^(\w+)=(.+)$/s.exec(text) ?? [];
  if (!series || !query || !(seriesNames as readonly string[]).includes(series))
    throw new InvalidArgumentError(`Write SERIES=QUERY, where SERIES is one of ${seriesNames.join(', ')}.`);
  return { ...before, [series]: query };
}
