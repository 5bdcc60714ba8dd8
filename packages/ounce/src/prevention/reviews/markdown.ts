import { OunceError, type Review, type ReviewSection, type ReviewStatus, reviewSections } from '@ounce/core';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import {
  actionsHeading,
  canonical,
  canonicalText,
  type ReviewFields,
  sectionHeadings,
  timelineHeading,
} from './canonical.ts';
import { escapeSection, fencedLines, unescapeSection } from './escape.ts';
import {
  actionsFromMarkdown,
  actionsToMarkdown,
  timelineFromMarkdown,
  timelineToMarkdown,
} from './markdown-lists.ts';

/** A review as it was read from a file: which one, which version it was written from, and what it says. */
export interface ReviewFile {
  readonly id: string;
  readonly incidentId: string;
  readonly version: number;
  readonly status: ReviewStatus;
  readonly fields: ReviewFields;
}

const frontMatter = z.strictObject({
  id: z.string(),
  incident: z.string(),
  version: z.number().int().min(0),
  status: z.enum(['draft', 'finished']),
  title: z.string(),
  owner: z.string().optional(),
  rootCauses: z.array(z.string()).nullish(),
});

/** What has no heading of its own yet. */
const beforeAnyHeading = 'Summary';

/** Front matter in YAML, then a section under each `## ` heading. */
export function toMarkdown(review: Review): string {
  const { id, incidentId: incident, version, status } = review;
  const fields = canonical(review);
  const { title, owner, rootCauses, timeline, actions, more = {} } = fields;
  const head = { id, incident, version, status, title, ...(owner ? { owner } : {}), rootCauses };
  const sections: readonly (readonly [string, string])[] = [
    [sectionHeadings.impact, fields.impact],
    [timelineHeading, timelineToMarkdown(timeline)],
    ...reviewSections
      .filter((section) => section !== 'impact')
      .map((section) => [sectionHeadings[section], fields[section]] as const),
    [actionsHeading, actionsToMarkdown(actions)],
    ...Object.entries(more),
  ];
  const body = sections.map(([heading, text]) =>
    text === '' ? `## ${heading}\n` : `## ${heading}\n\n${escapeSection(text)}\n`,
  );
  return `---\n${stringify(head, { lineWidth: 0 })}---\n\n${body.join('\n')}`;
}

/**
 * Reads what `toMarkdown` writes, and what people make of it: sections in any order, some left out, some of their own.
 * @throws OUNCE_E_BAD_REQUEST with what cannot be understood; nothing is dropped in silence.
 */
export function fromMarkdown(file: string): ReviewFile {
  const text = file.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const [whole, yaml] = /^---[ \t]*\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(text) ?? [];
  if (whole === undefined) throw bad('The file does not begin with front matter between two lines of `---`.');
  const { id, incident, version, status, title, owner, rootCauses } = readFrontMatter(yaml ?? '');
  const sections = sectionsOf(text.slice(whole.length));
  const take = (heading: string): string => {
    const found = [...sections.keys()].find((one) => one.toLowerCase() === heading.toLowerCase());
    const says = found === undefined ? '' : sections.get(found)!;
    if (found !== undefined) sections.delete(found);
    return says;
  };
  const timeline = timelineFromMarkdown(take(timelineHeading));
  const actions = actionsFromMarkdown(take(actionsHeading));
  const known = Object.fromEntries(
    reviewSections.map((section) => [section, take(sectionHeadings[section])]),
  ) as Record<ReviewSection, string>;
  const fields = canonical({
    ...{ title, timeline, actions, rootCauses: rootCauses ?? [], ...known },
    ...(owner ? { owner } : {}),
    more: Object.fromEntries(sections),
  });
  return { id, incidentId: incident, version, status, fields };
}

function readFrontMatter(yaml: string): z.infer<typeof frontMatter> {
  let value: unknown;
  try {
    value = parse(yaml);
  } catch (cause) {
    throw bad(`The front matter is not YAML: ${cause instanceof Error ? cause.message : cause}`);
  }
  const read = frontMatter.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const where = issue?.path.join('.') || 'as a whole';
  throw bad(`The front matter cannot be used (${where}): ${issue?.message}.`);
}

/** By heading. A heading that comes twice is one section; text before the first heading is kept as a summary. */
function sectionsOf(body: string): Map<string, string> {
  const found = new Map<string, string[]>();
  let lines: string[] | undefined;
  for (const { line, fenced } of fencedLines(body.split('\n'))) {
    const heading = fenced ? undefined : /^ {0,3}##(?:\s+(.*))?$/s.exec(line);
    if (heading) {
      const name = (heading[1] ?? '').replace(/\s+/g, ' ').trim();
      if (name === '') throw bad('A heading `##` has no text.');
      const [known] = [...found.keys()].filter((one) => one.toLowerCase() === name.toLowerCase());
      lines = found.get(known ?? name) ?? [];
      found.set(known ?? name, lines);
    } else if (lines) lines.push(line);
    else if (line.trim() !== '') {
      lines = [line];
      found.set(beforeAnyHeading, lines);
    }
  }
  return new Map([...found].map(([name, says]) => [name, canonicalText(unescapeSection(says.join('\n')))]));
}

function bad(message: string): OunceError {
  return new OunceError('OUNCE_E_BAD_REQUEST', message, {
    mend: 'Compare it with what `ounce pir export ID` writes.',
  });
}
