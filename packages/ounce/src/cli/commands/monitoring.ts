import type { Command } from 'commander';
import type { MonitoringCostView, MonitoringResolution, ResolutionRowView } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseDuration } from '../parse.ts';

export function monitoringCommands(program: Command): void {
  const monitoring = program
    .command('monitoring')
    .description('How often signals are read: what it brings and what it costs');
  resolution(monitoring);
  cost(monitoring);
}

function resolution(monitoring: Command): void {
  monitoring
    .command('resolution')
    .description('How much earlier past incidents would have been seen at each resolution')
    .argument('[service]', 'all services when absent')
    .option('--history <duration>', 'how far back', parseDuration, 15 * 86_400_000)
    .option('--intervals <ms,ms>', 'in ms; all are compared with the longest', '60000,30000,10000,5000,1000')
    .option('--incidents', 'each of them')
    .addHelpText('after', example('ounce monitoring resolution pubsub-consumer --history 15d'))
    .action(async (service: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<
        GlobalOptions & { history: number; intervals: string; incidents?: boolean }
      >();
      const query = new URLSearchParams({
        ...{ days: String(options.history / 86_400_000), intervals: options.intervals },
        ...(service ? { service } : {}),
      });
      const answer = await (await connect(options)).get<MonitoringResolution>(
        `/api/monitoring/resolution?${query}`,
      );
      const none = ['No service has a detection whose signal is read.'];
      const lines = answer.types.flatMap(typeLines);
      const each = options.incidents ? answer.incidents.flatMap(incidentLines) : [];
      new Output(options).result(answer, lines.length > 0 ? [...lines, ...each] : none);
    });
}

function typeLines({
  type,
  signal,
  incidents,
  intervalMs,
  rows,
  says,
}: MonitoringResolution['types'][number]) {
  const title = `${type}: ${incidents} in the recorded readings of ${signal}, which is read every ${intervalMs / 1000} s now. ${says}`;
  if (rows.length === 0) return [title];
  const head = ['read every', 'seen after', 'at worst', 'missed', 'earlier'];
  const finer = rows.some(({ assumed }) => assumed) ? ['* finer than what was recorded'] : [];
  return [title, ...table([head, ...rows.map(rowOf)]), ...finer];
}

const seconds = (ms: number | undefined) => (ms === undefined ? '–' : `${(ms / 1000).toFixed(1)} s`);
const percent = (share: number) => `${Math.round(100 * share)} %`;

function rowOf({ intervalMs, meanMs, worstMs, missed, assumed, earlierMs, earlierShare }: ResolutionRowView) {
  const earlier = earlierMs && earlierShare ? `${seconds(earlierMs)} (−${percent(earlierShare)})` : '';
  const every = `${intervalMs / 1000} s${assumed ? ' *' : ''}`;
  return [every, seconds(meanMs), seconds(worstMs), percent(missed), earlier];
}

function incidentLines({
  service,
  region,
  type,
  onsetMs,
  incidentId,
  seen,
}: MonitoringResolution['incidents'][number]) {
  const each = seen.map(({ intervalMs, meanMs }) => `${intervalMs / 1000} s: ${seconds(meanMs)}`).join(', ');
  return [
    `${new Date(onsetMs).toISOString()} ${type} on ${service}@${region}${incidentId ? ` (${incidentId})` : ', nobody noticed'}`,
    `  ${each}`,
  ];
}

function cost(monitoring: Command): void {
  monitoring
    .command('cost')
    .description('What reading the services has cost since the governor started')
    .addHelpText('after', example('ounce monitoring cost'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<MonitoringCostView>('/api/monitoring/cost');
      const { requestsPerSecond, bytesPerSecond, parseShare, governorShare, forSeconds, services } = answer;
      const share = (value: number) => `${(100 * value).toFixed(2)} %`;
      const rows = services.map((service) => [
        `${service.service}@${service.region}`,
        service.requestsPerSecond.toFixed(2),
        `${(service.bytesPerSecond / 1024).toFixed(1)} KiB`,
        service.requestShare === undefined ? '–' : share(service.requestShare),
      ]);
      new Output(options).result(answer, [
        `${requestsPerSecond.toFixed(1)} reads and ${(bytesPerSecond / 1024).toFixed(1)} KiB a second over ${Math.round(forSeconds)} s.`,
        `Reading the answers takes ${share(parseShare)} of a core, the governor as a whole ${share(governorShare)}.`,
        ...table([['target', 'reads/s', 'bytes/s', 'of its requests'], ...rows]),
      ]);
    });
}
