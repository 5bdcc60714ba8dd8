import { OunceError, type ReviewAction, type TimelineEntry } from '@ounce/core';
import { canonicalItem, oneLine } from './canonical.ts';

/** Times are UTC, with ms: `- 2026-02-01T03:04:05.000Z text`, the number of its journal event as `(#12)` before the text. */
const entryPattern =
  /^- (\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2}))(?: |$)(.*)$/s;
const actionPattern = /^- \[( |x|X)\](?: |$)(.*)$/s;
const seqPattern = /^\(#(\d+)\)(?: |$)/;
const factPattern = /^ {2}- (owner|prevention): (.*)$/s;

export function timelineToMarkdown(timeline: readonly TimelineEntry[]): string {
  return timeline
    .map(({ atMs, seq, text }) => {
      const number = seq === undefined ? '' : `(#${seq}) `;
      const says = text.replace(/^\\*\(#\d+\)/, '\\$&');
      return item(`- ${new Date(atMs).toISOString()} ${number}`, says);
    })
    .join('\n');
}

export function timelineFromMarkdown(text: string): TimelineEntry[] {
  return itemsOf(text, 'timeline', entryPattern).map(({ match: [, time, first = ''], rest }) => {
    const [numbered, seq] = seqPattern.exec(first) ?? [];
    const says = [first.slice(numbered?.length ?? 0), ...rest.map(outdent)].join('\n');
    const atMs = Date.parse(time!);
    if (Number.isNaN(atMs)) throw bad(`The timeline has the time ${time}, which is none.`);
    return {
      atMs,
      text: canonicalItem(says.replace(/^\\(?=\\*\(#\d+\))/, '')),
      ...(seq === undefined ? {} : { seq: Number(seq) }),
    };
  });
}

export function actionsToMarkdown(actions: readonly ReviewAction[]): string {
  return actions
    .map(({ text, done, owner, preventionId }) =>
      [
        item(`- [${done ? 'x' : ' '}] `, text, (line) =>
          line.replace(/^\\*- (?:owner|prevention): /, '\\$&'),
        ),
        ...(owner ? [`  - owner: ${owner}`] : []),
        ...(preventionId ? [`  - prevention: ${preventionId}`] : []),
      ].join('\n'),
    )
    .join('\n');
}

export function actionsFromMarkdown(text: string): ReviewAction[] {
  return itemsOf(text, 'actions', actionPattern).map(({ match: [, mark, first = ''], rest }) => {
    const facts = new Map<string, string>();
    const lines = rest.flatMap((line) => {
      const [, name, value = ''] = factPattern.exec(line) ?? [];
      if (name === undefined) return [outdent(line).replace(/^\\(?=\\*- (?:owner|prevention): )/, '')];
      facts.set(name, oneLine(value));
      return [];
    });
    const [owner, preventionId] = [facts.get('owner'), facts.get('prevention')];
    return {
      ...{ text: canonicalItem([first, ...lines].join('\n')), done: mark !== ' ' },
      ...(owner ? { owner } : {}),
      ...(preventionId ? { preventionId } : {}),
    };
  });
}

/** A list item: its lines after the first are indented by two spaces, blank ones are left blank. */
function item(start: string, text: string, escaped: (line: string) => string = (line) => line): string {
  const [first = '', ...rest] = text.split('\n');
  return [start + first, ...rest.map((line) => (line === '' ? '' : `  ${escaped(line)}`))]
    .join('\n')
    .trimEnd();
}

interface Item {
  readonly match: RegExpExecArray;
  readonly rest: readonly string[];
}

function itemsOf(text: string, section: 'timeline' | 'actions', pattern: RegExp): Item[] {
  const items: { match: RegExpExecArray; rest: string[] }[] = [];
  for (const line of text.split('\n')) {
    const match = pattern.exec(line);
    const last = items.at(-1);
    if (match) items.push({ match, rest: [] });
    else if (last && (line.startsWith('  ') || line.trim() === '')) last.rest.push(line);
    else if (line.trim() !== '')
      throw bad(`A line of the ${section} cannot be understood: ${JSON.stringify(line)}.`);
  }
  return items;
}

const outdent = (line: string) => (line.startsWith('  ') ? line.slice(2) : '');

function bad(message: string): OunceError {
  const mend =
    'A line of the timeline is `- 2026-02-01T03:04:05Z text`, an action is `- [ ] text`; further lines of it begin with two spaces.';
  return new OunceError('OUNCE_E_BAD_REQUEST', message, { mend });
}
