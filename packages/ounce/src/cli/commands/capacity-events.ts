import type { AnnouncedEvent } from '@ounce/core';
import type { Command } from 'commander';
import type { CapacityCalendar } from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseMoment, parseNumber } from '../parse.ts';

type Announcement = GlobalOptions & {
  readonly from: number;
  readonly to: number;
  readonly ratio?: number;
  readonly service: readonly string[];
};

/** `ounce capacity events|announce|withdraw`: what people know of the days to come, and of those past. */
export function capacityEventCommands(capacity: Command): void {
  capacity
    .command('events')
    .description('Launches, sales and the like: of the config, and announced since')
    .addHelpText('after', example('ounce capacity events'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<CapacityCalendar>('/api/capacity-events');
      const rows = answer.events.map((event) => [
        ...[event.name, moment(event.startMs), moment(event.endMs), String(event.expectedRatio ?? '–')],
        ...[event.services?.join(', ') ?? 'all', event.id ?? 'config'],
      ]);
      const head = ['name', 'from (UTC)', 'to', 'times the load', 'services', 'id'];
      const holidays = answer.holidays.length > 0 ? answer.holidays.join(', ') : 'none';
      new Output(options).result(answer, [
        ...(rows.length > 0 ? table([head, ...rows]) : ['Nothing is announced.']),
        `Clock: ${answer.timeZone}. Holidays: ${holidays}.`,
      ]);
    });
  announce(capacity);
  capacity
    .command('withdraw')
    .description('Take back what was announced')
    .argument('<id>')
    .addHelpText('after', example('ounce capacity withdraw launch-2026-12-01'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const path = `/api/capacity-events/${encodeURIComponent(id)}`;
      await (await connect(options)).send('DELETE', path, undefined);
      new Output(options).result({ id }, [`${id} is withdrawn.`]);
    });
}

function announce(capacity: Command): void {
  capacity
    .command('announce')
    .description(
      'Say that a stretch of time will be (or was) unlike others; those of one name teach each other',
    )
    .argument('<name>')
    .requiredOption('--from <time>', 'its beginning, e.g. 2026-12-01T09:00:00Z', parseMoment)
    .requiredOption('--to <time>', 'the first moment that is ordinary again', parseMoment)
    .option('--ratio <n>', 'load over ordinary load that you expect', parseNumber(0.01, 1000))
    .option(
      '--service <service>',
      'may be repeated; all services when absent',
      (name, all: string[]) => [...all, name],
      [],
    )
    .addHelpText(
      'after',
      example(
        'ounce capacity announce launch --from 2026-12-01T09:00:00Z --to 2026-12-02T09:00:00Z --ratio 2',
      ),
    )
    .action(async (name: string, _, command: Command) => {
      const options = command.optsWithGlobals<Announcement>();
      const { from, to, ratio, service } = options;
      const body = {
        ...{ name, startMs: from, endMs: to },
        ...(ratio === undefined ? {} : { expectedRatio: ratio }),
        ...(service.length > 0 ? { services: service } : {}),
      };
      const event = await (await connect(options)).send<AnnouncedEvent>('POST', '/api/capacity-events', body);
      new Output(options).result(event, [
        `${event.id}: ${name} from ${moment(from)} to ${moment(to)} UTC. The week ahead reckons with it from now on.`,
      ]);
    });
}

const moment = (ms: number) => new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
