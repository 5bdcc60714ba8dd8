import { type Command, Option } from 'commander';
import { stringify } from 'yaml';
import type { CapacitySummary, CapacityWeekView, ShortageView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseWhole } from '../parse.ts';

type Target = GlobalOptions & { readonly region: string };
type Known = Extract<CapacitySummary, { kind: 'week' }>;

/** `ounce capacity forecast|plan|backtest`. */
export function weekAheadCommands(capacity: Command): void {
  forecast(capacity);
  plan(capacity);
  backtest(capacity);
}

function forecast(capacity: Command): void {
  capacity
    .command('forecast')
    .description('The week ahead: load, what a replica can carry, and where it will not do')
    .argument('[service]', 'day by day; a line for each service when absent')
    .option('--region <region>', 'which region', 'local')
    .addHelpText('after', example('ounce capacity forecast pubsub-consumer'))
    .action(async (service: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<Target>();
      const client = await connect(options);
      const output = new Output(options);
      if (service === undefined) {
        const answer = await client.get<{ items: CapacitySummary[] }>('/api/capacity');
        return output.result(
          answer,
          answer.items.flatMap((item) => summaryLines(item, 1)),
        );
      }
      const week = await client.get<CapacityWeekView>(pathOf(service, options.region));
      output.result(week, [...summaryLines(week), ...(week.kind === 'week' ? dayLines(week) : [])]);
    });
}

/** The worst of its shortages, or all of them. */
function summaryLines(item: CapacitySummary, most = Number.POSITIVE_INFINITY): string[] {
  const title = `${item.service}@${item.region}`;
  if (item.kind === 'unknown') return [`${title}: not known yet. ${item.why}`];
  const worst = [...item.shortages].sort((a, b) => b.upper - a.upper);
  const shown = worst.slice(0, most).sort((a, b) => a.worstMs - b.worstMs);
  const rest = worst.length - shown.length;
  const shortages = [
    ...shown.map(({ says }: ShortageView) => `  ${says}`),
    ...(rest > 0 ? [`  And ${rest} more: ounce capacity forecast ${item.service}.`] : []),
  ];
  const enough = `  Its ${item.replicas} replicas are enough for the week ahead.`;
  return [
    `${title}: ${item.capacity.says} Learnt from ${item.learnedHours} hours of ${item.signal}.`,
    ...(shortages.length > 0 ? shortages : [enough]),
  ];
}

function dayLines({ hours }: Extract<CapacityWeekView, { kind: 'week' }>): string[] {
  const days = new Map<string, (typeof hours)[number][]>();
  for (const hour of hours) {
    const day = new Date(hour.startMs).toISOString().slice(0, 10);
    days.set(day, [...(days.get(day) ?? []), hour]);
  }
  const rows = [...days].map(([day, ofDay]) => {
    const worst = ofDay.reduce((a, b) => (b.upper > a.upper ? b : a));
    return [
      day,
      new Date(worst.startMs).toISOString().slice(11, 16),
      worst.expected.toFixed(1),
      worst.upper.toFixed(1),
      `${Math.round(100 * worst.headroom)} %`,
      String(worst.replicas),
    ];
  });
  return table([['day (UTC)', 'peak', 'expected/s', 'at most/s', 'headroom', 'replicas'], ...rows]);
}

function plan(capacity: Command): void {
  capacity
    .command('plan')
    .description('Replicas for each hour of the week ahead, as a table or a manifest')
    .argument('<service>')
    .option('--region <region>', 'which region', 'local')
    .addOption(new Option('--format <format>', 'how').choices(['table', 'keda', 'cronhpa']).default('table'))
    .option('--namespace <namespace>', 'of the manifest; that of the config when absent')
    .option('--apply', 'apply the manifest to the service’s cluster (server-side apply)')
    .addHelpText('after', example('ounce capacity plan pubsub-consumer --format keda > scaled-object.yaml'))
    .action(async (service: string, _, command: Command) => {
      const options = command.optsWithGlobals<PlanOptions>();
      const client = await connect(options);
      const output = new Output(options);
      const path = pathOf(service, options.region);
      const { format, namespace, apply } = options;
      if (apply) {
        const body = { kind: format === 'table' ? 'keda' : format, namespace };
        const applied = await client.send<Applied>('POST', `${path}/apply`, body);
        const { kind, metadata } = applied;
        return output.result(applied, [`${kind} ${metadata.namespace}/${metadata.name} is applied.`]);
      }
      if (format !== 'table') {
        const query = new URLSearchParams({ kind: format, ...(namespace ? { namespace } : {}) });
        const manifest = await client.get<Record<string, unknown>>(`${path}/manifest?${query}`);
        return output.result(manifest, [stringify(manifest).trimEnd()]);
      }
      const week = await client.get<CapacityWeekView>(path);
      output.result(week, week.kind === 'week' ? planLines(week) : summaryLines(week));
    });
}

type PlanOptions = Target & {
  readonly format: 'table' | 'keda' | 'cronhpa';
  readonly namespace?: string;
  readonly apply?: boolean;
};

interface Applied {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
}

function planLines(
  week: Known & { hours: readonly { startMs: number; replicas: number; upper: number }[] },
): string[] {
  const changes = week.hours.filter((hour, i) => hour.replicas !== week.hours[i - 1]?.replicas);
  const rows = changes.map(({ startMs, replicas, upper }) => [
    new Date(startMs).toISOString().slice(0, 16).replace('T', ' '),
    String(replicas),
    upper.toFixed(1),
  ]);
  return [
    ...table([['from (UTC)', 'replicas', 'for at most/s'], ...rows]),
    `${week.replicaHours} replica-hours; ${week.replicaHoursAsIs} if nothing is changed.`,
    ...(week.cost
      ? [
          `${week.cost.plan.toFixed(2)} ${week.cost.currency}; ${week.cost.asIs.toFixed(2)} if nothing is changed.`,
        ]
      : []),
  ];
}

function backtest(capacity: Command): void {
  capacity
    .command('backtest')
    .description('How good the forecasts of the last weeks would have been')
    .argument('<service>')
    .option('--region <region>', 'which region', 'local')
    .option('--weeks <n>', 'how many', parseWhole(1, 52), 4)
    .addHelpText('after', example('ounce capacity backtest pubsub-consumer --weeks 8'))
    .action(async (service: string, _, command: Command) => {
      const options = command.optsWithGlobals<Target & { weeks: number }>();
      const path = `${pathOf(service, options.region)}/backtest?weeks=${options.weeks}`;
      const answer = await (await connect(options)).get<{ items: BacktestRow[] }>(path);
      const rows = answer.items.map(({ startMs, mase, coverage, daysOver, days }) => [
        new Date(startMs).toISOString().slice(0, 10),
        mase.toFixed(2),
        `${Math.round(100 * coverage)} %`,
        `${daysOver} of ${days}`,
      ]);
      const head = ['week of', 'error / a week ago', 'within the 95 % band', 'days over the upper end'];
      const none = ['Three weeks of whole hours are needed for a first backtest.'];
      new Output(options).result(answer, rows.length > 0 ? table([head, ...rows]) : none);
    });
}

interface BacktestRow {
  readonly startMs: number;
  readonly mase: number;
  readonly coverage: number;
  readonly daysOver: number;
  readonly days: number;
}

const pathOf = (service: string, region: string) =>
  `/api/capacity/${encodeURIComponent(service)}/${encodeURIComponent(region)}`;
