import type { Command } from 'commander';
import type { LiveState, ServiceState } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';

export function statusCommand(program: Command): void {
  program
    .command('status')
    .description('The fleet now: replicas, signals, controls, open incidents, freeze')
    .addHelpText('after', example('ounce status', 'ounce status --json'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const state = await (await connect(options)).get<LiveState>('/api/state');
      new Output(options).result(state, lines(state));
    });
}

function lines({ fleet, freeze, services, openIncidents, troubles }: LiveState): string[] {
  const rows = [['service', 'ready', 'wanted', 'queue', 'errors', 'p99', 'control'], ...services.map(row)];
  return [
    `${fleet}: ${freeze.frozen ? `FROZEN (${freeze.reason})` : 'not frozen'}, ${openIncidents.length} open ${openIncidents.length === 1 ? 'incident' : 'incidents'}`,
    ...table(rows),
    ...openIncidents.map((incident) => `! ${incident.drill ? 'drill: ' : ''}${incident.summary}`),
    ...troubles.map((trouble) => `! ${trouble}`),
  ];
}

function row({ service, region, replicas, signals, controls }: ServiceState): string[] {
  const figure = (name: keyof typeof signals, show: (value: number) => string) => {
    const signal = signals[name];
    if (!signal) return '';
    return signal.value === undefined ? 'no data' : `${show(signal.value)}${signal.stale ? ' (old)' : ''}`;
  };
  return [
    `${service}@${region}`,
    replicas ? String(replicas.ready) : '?',
    replicas ? String(replicas.desired) : '?',
    figure('queueDepth', (value) => String(Math.round(value))),
    figure('errorRate', (value) => `${(value * 100).toFixed(1)} %`),
    figure('latencyP99Ms', (value) => `${Math.round(value)} ms`),
    controls.map(({ control, mode }) => `${control} (${mode})`).join(', '),
  ];
}
