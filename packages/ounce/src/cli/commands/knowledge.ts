import { OunceError } from '@ounce/core';
import type { Command } from 'commander';
import type {
  KnowledgeGapView,
  KnowledgeHitView,
  RunbookView,
  SolutionPatternView,
} from '../../api/types.ts';
import { connect } from '../client.ts';
import { example } from '../examples.ts';
import { parseMoment } from '../incidents/parse-incident.ts';
import { type GlobalOptions, Output, table } from '../output.ts';
import { parseWhole } from '../parse.ts';

interface SearchOptions extends GlobalOptions {
  readonly symptom?: string;
  readonly rootCause?: string;
  readonly solution?: string;
  readonly text?: string;
  readonly since?: number;
  readonly until?: number;
  readonly limit: number;
}

export function knowledgeCommands(program: Command): void {
  const knowledge = program.command('knowledge').description('What was learnt from past incidents');
  search(knowledge);
  patterns(knowledge);
  gaps(knowledge);
  runbook(program);
}

function search(knowledge: Command): void {
  knowledge
    .command('search')
    .description(
      'Search past incidents by symptom, root cause, solution or any text; misspellings are forgiven',
    )
    .option('--symptom <query>', 'what was seen')
    .option('--root-cause <query>', 'why it happened')
    .option('--solution <query>', 'what was done about it')
    .option('--text <query>', 'anything')
    .option('--since <time>', 'started at or after, e.g. 2026-03-01 or 30d (ago)', parseMoment)
    .option('--until <time>', 'started before', parseMoment)
    .option('--limit <n>', 'how many', parseWhole(1, 100), 10)
    .addHelpText('after', example('ounce knowledge search --symptom "queue backlog" --since 90d'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<SearchOptions>();
      const asked = questionOf(options);
      const times = { sinceMs: options.since, untilMs: options.until };
      const query = new URLSearchParams({ ...asked, limit: String(options.limit) });
      for (const [name, atMs] of Object.entries(times)) if (atMs !== undefined) query.set(name, String(atMs));
      const client = await connect(options);
      const answer = await client.get<{ items: KnowledgeHitView[] }>(`/api/knowledge/search?${query}`);
      const output = new Output(options);
      const lines = answer.items.flatMap((hit) => hitLines(hit, output));
      output.result(answer, lines.length > 0 ? lines : [nothing]);
    });
}

const nothing =
  'Nothing was written about that. The search is kept as a gap (ounce knowledge gaps); finish a review to fill it.';

function questionOf({ symptom, rootCause, solution, text }: SearchOptions): { field: string; query: string } {
  const asked = Object.entries({ symptom, 'root-cause': rootCause, solution, text }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const [first] = asked;
  if (first && asked.length === 1) return { field: first[0], query: first[1] };
  throw new OunceError(
    'OUNCE_E_BAD_REQUEST',
    asked.length === 0 ? 'Say what to search for.' : 'Search for one thing at a time.',
    { mend: 'Give one of --symptom, --root-cause, --solution or --text.' },
  );
}

function hitLines(hit: KnowledgeHitView, { colors }: Output): string[] {
  const { title, incidentId, type, service, startedAtMs, drill, by, cause, solution } = hit;
  const excerpt = hit.excerpt
    .map(({ text, found }) => (found ? colors.bold(colors.yellow(text)) : text))
    .join('');
  const flat = (text: string) => text.replace(/\s+/g, ' ').trim();
  const remarks = [drill ? 'drill' : '', by === 'spelling' ? 'by similar spelling' : ''].filter(Boolean);
  return [
    `${colors.bold(title)}${remarks.length > 0 ? ` (${remarks.join(', ')})` : ''}`,
    `  ${new Date(startedAtMs).toISOString().slice(0, 10)} ${type} on ${service}: ounce incidents show ${incidentId}`,
    `  ${flat(excerpt)}`,
    ...(cause ? [`  Cause: ${flat(cause)}`] : []),
    ...(solution ? [`  Solution: ${flat(solution)}`] : []),
    '',
  ];
}

function patterns(knowledge: Command): void {
  knowledge
    .command('patterns')
    .description('Root causes, what was done about them, and how often that held for 30 days')
    .addHelpText('after', example('ounce knowledge patterns'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: SolutionPatternView[] }>(
        '/api/knowledge/patterns',
      );
      const percent = (share: number) => `${Math.round(100 * share)} %`;
      const rows = answer.items.map(({ title, used, held, open, success, resolutions }) => [
        title,
        success
          ? `${held} of ${used} (${percent(success.low)} to ${percent(success.high)})`
          : 'not yet known',
        String(open),
        (resolutions[0] ?? '').replace(/\s+/g, ' ').slice(0, 60),
      ]);
      const none = ['No finished review names a root cause yet.'];
      const head = ['root cause', 'held for 30 days', 'too recent', 'last done'];
      new Output(options).result(answer, rows.length > 0 ? table([head, ...rows]) : none);
    });
}

function gaps(knowledge: Command): void {
  knowledge
    .command('gaps')
    .description('What was searched for in vain')
    .addHelpText('after', example('ounce knowledge gaps'))
    .action(async (_, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const answer = await (await connect(options)).get<{ items: KnowledgeGapView[] }>('/api/knowledge/gaps');
      const rows = answer.items.map(({ query, field, searches }) => [query, field, String(searches)]);
      const none = ['Every search has found something so far.'];
      new Output(options).result(
        answer,
        rows.length > 0 ? table([['query', 'in', 'searches'], ...rows]) : none,
      );
    });
}

function runbook(program: Command): void {
  program
    .command('runbook')
    .description('What to do in an incident of a type')
    .argument('[type]', 'the types there are, when absent')
    .addHelpText('after', example('ounce runbook queue_backlog'))
    .action(async (type: string | undefined, _, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      const client = await connect(options);
      const output = new Output(options);
      if (type !== undefined) {
        const found = await client.get<RunbookView>(`/api/runbooks/${encodeURIComponent(type)}`);
        return output.result(found, [found.markdown.trimEnd()]);
      }
      const answer = await client.get<{ items: { type: string; title: string }[] }>('/api/runbooks');
      output.result(answer, table(answer.items.map(({ type, title }) => [type, title])));
    });
}
