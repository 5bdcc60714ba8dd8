import type { ReviewEdit, ReviewView } from '../../api/types.ts';

/** What people write of a review. */
export type ReviewForm = Omit<ReviewEdit, 'baseVersion'>;

export const sections = [
  ['impact', 'Impact', 'Who felt it, how much, for how long?'],
  ['contributingFactors', 'Contributing factors', 'What made it possible, or worse?'],
  ['whyNotCaught', 'Why it was not caught', 'Which check, alert or test should have, and did not?'],
  ['resolution', 'Resolution', 'What ended it?'],
  ['wentWell', 'What went well', 'What should stay as it is?'],
  ['lessons', 'Lessons', 'What do we know now that we did not know before?'],
] as const;

export function formOf(review: ReviewView): ReviewForm {
  const { title, owner, timeline, rootCauses, actions, more, ...rest } = review;
  const { impact, contributingFactors, whyNotCaught, wentWell, lessons, resolution } = rest;
  return {
    ...{ title, timeline, rootCauses, actions },
    ...{ impact, contributingFactors, whyNotCaught, wentWell, lessons, resolution },
    ...(owner === undefined ? {} : { owner }),
    ...(more === undefined ? {} : { more }),
  };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function isChanged(form: ReviewForm, review: ReviewView): boolean {
  return !same(form, formOf(review));
}

/** A part that both have changed, each in another way. */
export interface Disagreement {
  readonly field: keyof ReviewForm;
  readonly heading: string;
  readonly mine: string;
  readonly theirs: string;
}

const headings: Readonly<Record<keyof ReviewForm, string>> = {
  ...(Object.fromEntries(sections.map(([field, heading]) => [field, heading])) as Record<
    (typeof sections)[number][0],
    string
  >),
  ...{ title: 'Title', owner: 'Owner', timeline: 'Timeline', rootCauses: 'Root causes' },
  ...{ actions: 'Actions', more: 'Sections of your own' },
};

/**
 * Puts two edits of the same version together: what only one has changed is taken. What both have changed is asked for; until then
 * mine stands in `form`.
 */
export function mergeForms(
  base: ReviewForm,
  mine: ReviewForm,
  theirs: ReviewForm,
): { readonly form: ReviewForm; readonly disagreements: readonly Disagreement[] } {
  const form: Record<string, unknown> = { ...mine };
  const disagreements: Disagreement[] = [];
  for (const field of Object.keys(headings) as (keyof ReviewForm)[]) {
    const [was, own, other] = [base[field], mine[field], theirs[field]];
    if (same(own, other) || same(other, was)) continue;
    if (same(own, was)) {
      form[field] = other;
      if (other === undefined) delete form[field];
    } else
      disagreements.push({ field, heading: headings[field], mine: inWords(own), theirs: inWords(other) });
  }
  return { form: form as ReviewForm, disagreements };
}

/** Mine, theirs, or both: texts one after the other, of lists each entry once. */
export function chosen(
  field: keyof ReviewForm,
  choice: 'mine' | 'theirs' | 'both',
  mine: ReviewForm,
  theirs: ReviewForm,
): unknown {
  const [own, other] = [mine[field], theirs[field]];
  if (choice === 'mine') return own;
  if (choice === 'theirs') return other;
  if (Array.isArray(own) && Array.isArray(other)) {
    const known = new Set(other.map((item) => JSON.stringify(item)));
    return [...other, ...own.filter((item) => !known.has(JSON.stringify(item)))];
  }
  if (typeof own === 'string' && typeof other === 'string') return `${other}\n\n${own}`;
  return { ...(other as object), ...(own as object) };
}

function inWords(value: ReviewForm[keyof ReviewForm]): string {
  if (value === undefined) return '';
  if (typeof value === 'string') return value;
  if (!Array.isArray(value))
    return Object.entries(value)
      .map(([name, text]) => `${name}\n${text}`)
      .join('\n\n');
  return value.map((item) => (typeof item === 'string' ? item : item.text)).join('\n');
}
