import { writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../../app/version.ts';
import type { AuditReport, GroupChoice } from '../../audit/index.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { exitCodes, type GlobalOptions, Output } from '../output.ts';
import { guardStateCommands } from './guard-state.ts';

type Audit = typeof import('../../audit/index.ts');

interface AuditCommandOptions extends GlobalOptions {
  readonly format: 'text' | 'json' | 'sarif';
  readonly output?: string;
  readonly baseline?: string;
  readonly writeBaseline?: boolean;
  readonly project?: string;
  readonly include?: readonly string[];
  readonly exclude?: readonly string[];
  readonly group?: readonly GroupChoice[];
  readonly trust?: readonly string[];
  readonly onlyUnguarded?: boolean;
  readonly record?: boolean;
  readonly service?: string;
}

const auditExamples = example(
  'ounce guard audit src',
  'ounce guard audit . --baseline guard-baseline.json --write-baseline',
  'ounce guard audit . --baseline guard-baseline.json --format sarif --output guard.sarif',
  'ounce guard audit . --group "Action Handler=src/action-handler.ts" --group "Gateway=src/gateway.ts" --record',
);

export function guardCommands(program: Command): void {
  const guard = program.command('guard').description('Outgoing calls: which of them are guarded');
  guard
    .command('audit')
    .description(
      'List every outgoing call of a code base. Exits 1 when calls are not guarded, beyond the baseline',
    )
    .argument('<path>', 'a folder or a file of TypeScript or JavaScript')
    .addOption(
      new Option('--format <format>', 'sarif is for code hosts')
        .choices(['text', 'json', 'sarif'])
        .default('text'),
    )
    .option('--output <file>', 'write the list there; stdout then has the summary')
    .option('--baseline <file>', 'unguarded calls that are known; only what comes on top counts')
    .option('--write-baseline', 'write the baseline from what there is now')
    .option('--project <tsconfig>', 'audit the files of this project instead of all files in the folder')
    .option('--include <glob>', 'only these files, tests too if they match (repeatable)', collect)
    .option('--exclude <glob>', 'not these files (repeatable)', collect)
    .option('--group <name=file>', 'a service by the file that starts it (repeatable)', collectGroup)
    .option('--trust <name>', 'a function of your own that guards what is given to it (repeatable)', collect)
    .option('--only-unguarded', 'do not list guarded calls')
    .option('--record', 'send the coverage to the running governor: of each --group, or of --service')
    .option('--service <name>', 'the service that the whole code base is')
    .addHelpText('after', auditExamples)
    .action((path: string, _, command: Command) => run(path, command.optsWithGlobals<AuditCommandOptions>()));
  guardStateCommands(guard);
}

async function run(path: string, options: AuditCommandOptions): Promise<void> {
  checkOptions(options);
  // The compiler is large: no other command pays for it.
  const tool: Audit = await import('../../audit/index.ts');
  const { include = [], exclude = [], group: groups = [], trust: trusted = [], project } = options;
  const base = process.cwd();
  const report = tool.audit({
    path,
    base,
    include,
    exclude,
    groups,
    trusted,
    ...(project ? { project } : {}),
  });
  const { baseline } = options;
  const output = new Output(options);
  if (options.writeBaseline && baseline) {
    const calls = tool.writeBaseline(baseline, report);
    output.result({ baseline, unguarded: calls }, [
      `${baseline} allows ${calls} unguarded calls from now on.`,
    ]);
  } else {
    show(tool, report, options, output);
  }
  if (options.record) await record(report, options, output);
}

function show(tool: Audit, report: AuditReport, options: AuditCommandOptions, output: Output): void {
  const { baseline, output: file, onlyUnguarded = false } = options;
  const format = options.json ? 'json' : options.format;
  const known = baseline && { content: tool.readBaseline(baseline), folder: dirname(resolve(baseline)) };
  const comparison = tool.compare(report, known || undefined);
  const object = {
    ...report,
    found: report.found.map((call) => ({ ...call, overBaseline: comparison.over.has(call) })),
    overBaseline: comparison.over.size,
    goneFromBaseline: comparison.gone,
  };
  const lines = tool.toText(report, comparison, { onlyUnguarded, ...(baseline ? { baseline } : {}) });
  const text = {
    text: () => lines.join('\n'),
    json: () => JSON.stringify(object),
    sarif: () =>
      JSON.stringify(tool.toSarif(report, comparison, baseline !== undefined, version), undefined, 2),
  }[format]();
  if (file === undefined) console.log(text);
  else {
    write(file, `${text}\n`);
    const summary = [...tool.coverageLines(report), '', ...tool.verdictLines(report, comparison, baseline)];
    output.result(object, [...summary, `The list is in ${relative(process.cwd(), resolve(file))}.`]);
  }
  if (comparison.over.size > 0) process.exitCode = exitCodes.failed;
}

async function record(
  report: AuditReport,
  { service, ...options }: AuditCommandOptions,
  output: Output,
): Promise<void> {
  const client = await connect(options);
  const recorded = service === undefined ? report.groups : [{ ...report, name: service }];
  for (const { name, calls, guarded, files } of recorded) {
    await client.send('POST', '/api/guard/coverage', { service: name, calls, guarded, files });
    output.note(`Recorded for ${name}: ${guarded} of ${calls} calls guarded.`);
  }
}

function checkOptions({
  writeBaseline,
  baseline,
  record,
  service,
  group,
  format,
  json,
  output,
}: AuditCommandOptions): void {
  const wrong =
    (writeBaseline && !baseline && '--write-baseline needs --baseline FILE.') ||
    (record && !service && !group && '--record needs --service NAME, or a --group for each service.') ||
    (service && !record && '--service only says for whom --record is.') ||
    (json &&
      format === 'sarif' &&
      !output &&
      '--json and --format sarif both want stdout; add --output FILE.');
  if (wrong) throw new OunceError('OUNCE_E_AUDIT', wrong);
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (cause) {
    throw new OunceError('OUNCE_E_AUDIT', `${file} cannot be written.`, { cause });
  }
}

function collect(value: string, before: readonly string[] = []): string[] {
  return [...before, value];
}

function collectGroup(value: string, before: readonly GroupChoice[] = []): GroupChoice[] {
  const [, name, entry] = value.match(/^([^=]+)=(.+)$/) ?? [];
  if (!name || !entry)
    throw new InvalidArgumentError('Write NAME=FILE, for example "Gateway=src/gateway.ts".');
  return [...before, { name: name.trim(), entry: entry.trim() }];
}
