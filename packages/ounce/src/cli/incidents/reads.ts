import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import type { IncidentDetail, IncidentPage, TimelineView } from '../../api/types.ts';
import { exportFormats } from '../../prevention/incidents/index.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseWhole } from '../parse.ts';
import { type FilterOptions, filterQuery, withFilters } from './filter-options.ts';
import { incidentLines, incidentTable } from './incident-lines.ts';

export function readCommands(incidents: Command): void {
  listCommand(incidents);
  showCommand(incidents);
  exportCommand(incidents);
}

function listCommand(incidents: Command): void {
  withFilters(incidents.command('list'))
    .description('Incidents, newest first; drills are marked and never counted as real')
    .option('--limit <n>', 'how many', parseWhole(1, 1000), 20)
    .option('--cursor <text>', 'go on after a page: its `next`')
    .addHelpText(
      'after',
      example('ounce incidents list --state open --no-drill', 'ounce incidents list --since 30d'),
    )
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & FilterOptions & Paging>();
      const query = filterQuery(options);
      query.set('limit', String(options.limit));
      query.set('count', 'true');
      if (options.cursor !== undefined) query.set('cursor', options.cursor);
      const answer = await (await connect(options)).get<IncidentPage>(`/api/incidents?${query}`);
      new Output(options).result(answer, listLines(answer, query.size > 2));
    });
}

interface Paging {
  readonly limit: number;
  readonly cursor?: string;
}

function listLines({ items, total = items.length, next }: IncidentPage, isFiltered: boolean): string[] {
  if (items.length === 0)
    return [
      isFiltered
        ? 'No incident fits.'
        : 'No incidents. Try one: ounce chaos inject --scenario queue_backlog --duration 1m',
    ];
  const rest = next === undefined ? [] : [`… ${items.length} of ${total}; the next page: --cursor "${next}"`];
  return [...incidentTable(items), ...rest];
}

function showCommand(incidents: Command): void {
  incidents
    .command('show <id>')
    .description('One incident, and what happened to it and to its service around it')
    .addHelpText('after', example('ounce incidents show INC-7K2M9QX4T1VB'))
    .action(async (id: string, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const client = await connect(options);
      const path = `/api/incidents/${encodeURIComponent(id)}`;
      const incident = await client.get<IncidentDetail>(path);
      const timeline = await client.get<TimelineView>(`${path}/timeline`);
      const lines = incidentLines(incident, timeline);
      new Output(options).result({ ...incident, timeline: timeline.items }, lines);
    });
}

function exportCommand(incidents: Command): void {
  withFilters(incidents.command('export'))
    .description(
      'All incidents that fit, newest first, as a file that `import` reads again; with --json as one object',
    )
    .addOption(new Option('--format <format>', 'how').choices(exportFormats).default('csv'))
    .option('--output <file>', 'where to; stdout when absent')
    .addHelpText('after', example('ounce incidents export --no-drill --since 365d > incidents.csv'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<
        GlobalOptions & FilterOptions & { format: string; output?: string }
      >();
      const query = filterQuery(options);
      query.set('format', options.json ? 'json' : options.format);
      const stream = await (await connect(options)).download(`/api/incidents/export?${query}`);
      const { output } = options;
      const pieces = options.json ? Readable.from(asOneObject(stream)) : stream;
      await pipeline(pieces, output === undefined ? process.stdout : createWriteStream(output), {
        end: output !== undefined,
      });
    });
}

/** On one line, piece by piece: a history may be larger than memory. No text in JSON has a line's end as it is. */
async function* asOneObject(list: Readable): AsyncGenerator<string> {
  yield '{"incidents":';
  for await (const piece of list.setEncoding('utf8')) yield (piece as string).replaceAll('\n', '');
  yield '}\n';
}
