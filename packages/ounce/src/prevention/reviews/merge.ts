import { reviewSections } from '@ounce/core';
import { actionsHeading, type ReviewFields, sectionHeadings, timelineHeading } from './canonical.ts';

export interface MergedReview {
  readonly fields: ReviewFields;
  /** Headings of what both have changed, each in another way: both texts are there, between marks. */
  readonly conflicts: readonly string[];
}

const conflictMarks = { mine: '<<<<<<< yours', between: '=======', theirs: '>>>>>>> theirs' } as const;

/**
 * Puts two edits of the same version together, section by section: what only one has changed is taken; where both have, a text gets
 * both versions between marks, and of lists theirs are kept with what you have added after them.
 */
export function mergeReviews(base: ReviewFields, mine: ReviewFields, theirs: ReviewFields): MergedReview {
  const conflicts: string[] = [];
  const text = (heading: string, was: string, own: string, other: string): string => {
    if (own === other || other === was) return own;
    if (own === was) return other;
    conflicts.push(heading);
    return [conflictMarks.mine, own, conflictMarks.between, other, conflictMarks.theirs].join('\n');
  };
  const one = <Value>(was: Value, own: Value, other: Value): Value => (same(own, was) ? other : own);
  const list = <Item>(
    heading: string,
    was: readonly Item[],
    own: readonly Item[],
    other: readonly Item[],
  ) => {
    if (same(own, was) || same(own, other)) return other;
    if (same(other, was)) return own;
    conflicts.push(heading);
    const known = new Set([...was, ...other].map((item) => JSON.stringify(item)));
    return [...other, ...own.filter((item) => !known.has(JSON.stringify(item)))];
  };
  const owner = one(base.owner, mine.owner, theirs.owner);
  const headings = new Set([...Object.keys(theirs.more ?? {}), ...Object.keys(mine.more ?? {})]);
  const more = [...headings].map((heading) => {
    const [was, own, other] = [base, mine, theirs].map(({ more: all = {} }) => all[heading] ?? '');
    return [heading, text(heading, was!, own!, other!)] as const;
  });
  const sections = reviewSections.map((section) => {
    const heading = sectionHeadings[section];
    return [section, text(heading, base[section], mine[section], theirs[section])] as const;
  });
  const fields: ReviewFields = {
    title: one(base.title, mine.title, theirs.title),
    ...(owner ? { owner } : {}),
    timeline: list(timelineHeading, base.timeline, mine.timeline, theirs.timeline),
    rootCauses: list('Root causes', base.rootCauses, mine.rootCauses, theirs.rootCauses),
    actions: list(actionsHeading, base.actions, mine.actions, theirs.actions),
    ...(Object.fromEntries(sections) as Pick<ReviewFields, (typeof reviewSections)[number]>),
    more: Object.fromEntries(more.filter(([, says]) => says !== '')),
  };
  return { fields, conflicts };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Whether marks of `mergeReviews` are left in a text. */
export function hasConflictMarks(text: string): boolean {
  return Object.values(conflictMarks).some((mark) => mark !== '=======' && text.includes(`\n${mark}\n`));
}
