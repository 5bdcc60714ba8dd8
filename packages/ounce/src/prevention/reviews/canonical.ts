import { type Review, type ReviewSection, reviewSections } from '@ounce/core';

/** What people edit of a review; the rest follows from the incident and from saving it. */
export type ReviewFields = Pick<
  Review,
  'title' | 'owner' | 'timeline' | 'rootCauses' | 'actions' | 'more' | ReviewSection
>;

/** Heading of each section in a file and on a page. */
export const sectionHeadings: Readonly<Record<ReviewSection, string>> = {
  impact: 'Impact',
  contributingFactors: 'Contributing factors',
  whyNotCaught: 'Why it was not caught',
  wentWell: 'What went well',
  lessons: 'Lessons',
  resolution: 'Resolution',
};
export const timelineHeading = 'Timeline';
export const actionsHeading = 'Actions';

const taken = new Set(
  [...Object.values(sectionHeadings), timelineHeading, actionsHeading].map((heading) =>
    heading.toLowerCase(),
  ),
);

/** A heading of one line that no section of ours has. */
export function isOwnHeading(heading: string): boolean {
  return heading !== '' && !taken.has(heading.toLowerCase());
}

/** Lines end with \n alone, and nothing but blank lines is cut off at both ends. */
export function canonicalText(text: string): string {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+/, '')
    .replace(/(?:\n[^\S\n]*)+$/, '')
    .replace(/^[^\S\n]+$/, '');
}

/** An item of a list: no space around it, and none on lines that are blank. */
export function canonicalItem(text: string): string {
  return canonicalText(text)
    .trim()
    .replace(/^[^\S\n]+$/gm, '');
}

export function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The one form in which a review is kept: what is written to a file comes back the same. */
export function canonical(fields: ReviewFields): ReviewFields {
  const { title, owner, timeline, rootCauses, actions, more = {} } = fields;
  const sections = Object.fromEntries(
    reviewSections.map((section) => [section, canonicalText(fields[section])]),
  ) as Record<ReviewSection, string>;
  const own = Object.entries(more)
    .map(([heading, text]) => [oneLine(heading), canonicalText(text)] as const)
    .filter(([heading]) => isOwnHeading(heading));
  return {
    title: oneLine(title),
    ...(owner && oneLine(owner) !== '' ? { owner: oneLine(owner) } : {}),
    timeline: timeline.map((entry) => ({ ...entry, text: canonicalItem(entry.text) })),
    rootCauses: [...new Set(rootCauses)],
    actions: actions.map(({ text, owner: who, done, preventionId }) => ({
      ...{ text: canonicalItem(text), done },
      ...(who && oneLine(who) !== '' ? { owner: oneLine(who) } : {}),
      ...(preventionId ? { preventionId } : {}),
    })),
    ...sections,
    ...(own.length > 0 ? { more: Object.fromEntries(own) } : {}),
  };
}
