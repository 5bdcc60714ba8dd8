import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { OunceError, type TimeSpan } from '@ounce/core';
import { type Command, Option } from 'commander';
import { loadConfig } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import {
  type ColumnMap,
  type ImportCounts,
  type ImportFormat,
  importFormats,
  type Prepared,
  prepareImport,
  readRows,
  unclassified,
} from '../../prevention/incidents/index.ts';
import { example } from '../examples.ts';
import { type GlobalOptions, Output } from '../output.ts';
import { parseDuration } from '../parse.ts';
import { unreadable } from '../read-text.ts';
import { parseColumnMap, readColumnMap } from './column-map.ts';
import { importLines } from './import-summary.ts';
import { type ImportTarget, importTarget } from './import-target.ts';
import { parseMoment } from './parse-incident.ts';
import { writeRejects } from './rejects.ts';
import { parseSpan, type WatchedWindow, watchedWindows } from './watched-windows.ts';

interface ImportOptions extends GlobalOptions {
  readonly map?: ColumnMap;
  readonly mapFile?: string;
  readonly format?: ImportFormat;
  readonly type?: string;
  readonly service?: string;
  readonly region?: string;
  readonly source?: string;
  readonly since?: number;
  readonly until?: number;
  readonly unwatched: readonly TimeSpan[];
  readonly mergeAdjoining: number | 'auto' | 'never';
  readonly dryRun?: boolean;
  readonly rejects?: string;
}

const batchSize = 1000;

export function importCommand(incidents: Command): void {
  incidents
    .command('import <file>')
    .description('Read a history of incidents; read again, only what has changed is written')
    .option('--map <field=column,…>', 'which column says what (default: guessed and shown)', parseColumnMap)
    .option('--map-file <file>', 'the same as a JSON object')
    .addOption(new Option('--format <format>', 'default: by the file’s name').choices(importFormats))
    .option('--type <type>', 'of all of them (default: the file’s own, else `unclassified`)')
    .option('--service <name>', 'of all of them (default: the file’s own, else the history’s name)')
    .option('--region <name>', 'where the file does not say (default: the fleet’s first region)')
    .option('--source <name>', 'the history’s name, the same each time it is read (default: the file’s name)')
    .option('--since <time>', 'since when it was watched (default: the first incident)', parseMoment)
    .option('--until <time>', 'until when (default: the last time in the file)', parseMoment)
    .option('--unwatched <from/to>', 'a time in between when nobody watched; may be repeated', parseSpan, [])
    .option(
      '--merge-adjoining <duration>',
      'rows that begin within this time of the end of the row before are one incident; `auto`: 1s where a column `state` is mapped; `never`',
      parseGap,
      'auto',
    )
    .option('--dry-run', 'only say what would be done')
    .option('--rejects <file>', 'where rows go that cannot be used (default: NAME.rejects.csv here)')
    .addHelpText(
      'after',
      example(
        'ounce incidents import outages.csv --dry-run',
        'ounce incidents import outages.csv --map started=began,resolved=fixed_at --type error_rate_spike --source statuspage',
      ),
    )
    .action(async (file: string, _, command: Command) => run(file, command.optsWithGlobals<ImportOptions>()));
}

function parseGap(text: string): number | 'auto' | 'never' {
  return text === 'auto' || text === 'never' ? text : parseDuration(text);
}

async function run(file: string, options: ImportOptions): Promise<void> {
  const output = new Output(options);
  await access(file).catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(file, cause);
  });
  const clock = systemClock();
  const { map = {}, mapFile, format = formatOf(file), source = basename(file, extname(file)) } = options;
  const columns = { ...(mapFile === undefined ? {} : await readColumnMap(mapFile)), ...map };
  const target = await importTarget(options, (line) => output.note(line));
  try {
    const prepared = await prepareImport(readRows(createReadStream(file), format), {
      ...{ columns, source, nowMs: clock.nowMs(), knownTypes: target.knownTypes },
      given: { type: knownType(options.type, target), service: options.service },
      defaults: {
        ...{ type: unclassified, service: source, severity: 3 },
        region: options.region ?? (await firstRegion(options)),
      },
      mergeGapMs: options.mergeAdjoining,
    });
    refuseNothing(file, prepared);
    const windows = watchedWindows(prepared, { source, ...options });
    const startedMs = clock.monotonicMs();
    const dryRun = options.dryRun ?? false;
    const counts = await sendAll(target, prepared, { source, dryRun, windows }, output);
    const tookMs = clock.monotonicMs() - startedMs;
    const rejectsFile = await setAside(prepared, `${basename(file, extname(file))}.rejects.csv`, options);
    const unit = format === 'json' ? 'item' : 'line';
    const report = {
      file,
      source,
      target: target.says,
      dryRun,
      counts,
      windows,
      tookMs,
      unit,
      rejectsFile,
    };
    const { incidents, ...rest } = prepared;
    output.result({ ...report, ...rest, incidents: incidents.length }, importLines({ ...report, prepared }));
  } finally {
    await target.close();
  }
}

/** With nothing that could be used, the columns are at fault: nothing is written, and the exit code says so. */
function refuseNothing(file: string, { incidents, rejected, rows, passedOver, unused }: Prepared): void {
  if (incidents.length > 0 || Object.keys(passedOver).length > 0) return;
  const [first] = rejected;
  const why = first ? ` (the first: ${first.column} ${JSON.stringify(first.value)}: ${first.why})` : '';
  throw new OunceError('OUNCE_E_BAD_REQUEST', `None of the ${rows} rows of ${file} can be used${why}.`, {
    mend: `Say which column is what with --map started=COLUMN,…; columns without a meaning: ${unused.join(', ') || 'none'}.`,
  });
}

function knownType(type: string | undefined, { knownTypes }: ImportTarget): string | undefined {
  if (type === undefined || knownTypes.includes(type)) return type;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `There is no incident type "${type}".`, {
    mend: `Use one of ${knownTypes.join(', ')}, or add it to \`incidentTypes\` in the config.`,
  });
}

async function firstRegion(options: GlobalOptions): Promise<string> {
  const loaded = await loadConfig({ cwd: process.cwd(), file: options.config }).catch(() => undefined);
  return loaded?.config.fleet.regions[0] ?? 'local';
}

function formatOf(file: string): ImportFormat {
  const format = { '.csv': 'csv', '.tsv': 'csv', '.json': 'json', '.ndjson': 'ndjson', '.jsonl': 'ndjson' }[
    extname(file).toLowerCase()
  ];
  if (format) return format as ImportFormat;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `The name ${basename(file)} does not say what it is.`, {
    mend: 'Say --format csv, json or ndjson.',
  });
}

/** Batch by batch, so that no request is large and a break loses nothing: what is in is in, and sent again it is the same. */
async function sendAll(
  target: ImportTarget,
  { incidents, rejected }: Prepared,
  { source, dryRun, windows }: { source: string; dryRun: boolean; windows: readonly WatchedWindow[] },
  output: Output,
): Promise<ImportCounts> {
  const counts = { opened: 0, changed: 0, unchanged: 0 };
  for (let from = 0; from < incidents.length; from += batchSize) {
    const part = incidents.slice(from, from + batchSize);
    const answer = await target.take({ source, incidents: part, dryRun });
    for (const name of ['opened', 'changed', 'unchanged'] as const) counts[name] += answer[name];
    if (from + batchSize < incidents.length && process.stderr.isTTY)
      output.note(`${from + batchSize} of ${incidents.length}`);
  }
  // Last, so that a history counts as watched only when all of it is in.
  if (!dryRun)
    for (const { history: source, incidents: rows, quiet: _, ...window } of windows)
      await target.take({ source, incidents: [], done: { ...window, rows, rejected: rejected.length } });
  return counts;
}

async function setAside(
  { rejected }: Prepared,
  usual: string,
  options: ImportOptions,
): Promise<string | undefined> {
  if (rejected.length === 0 || (options.dryRun && options.rejects === undefined)) return undefined;
  const file = options.rejects ?? usual;
  await writeRejects(file, rejected);
  return file;
}
