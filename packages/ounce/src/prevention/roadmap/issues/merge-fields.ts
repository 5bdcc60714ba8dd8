import type { ChecklistItem, IssueFields } from '@ounce/core';

export interface MergedFields {
  readonly fields: IssueFields;
  /** A sentence for each field that both sides have changed, each in another way; Ounce's value stands. */
  readonly conflicts: readonly string[];
}

const names = ['title', 'status', 'priority', 'assignee'] as const;
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** Three-way: what only the issue has changed since they were in step is taken from it; the rest is Ounce's. */
export function mergeFields(
  base: IssueFields | undefined,
  mine: IssueFields,
  theirs: IssueFields,
): MergedFields {
  const conflicts: string[] = [];
  // Without a common past the prevention counts, and what is ticked off on either side.
  if (!base)
    return { fields: { ...mine, checklist: mergeSteps([], mine.checklist, theirs.checklist) }, conflicts };
  const merged: Record<string, unknown> = { ...mine };
  for (const name of names) {
    const [was, own, other] = [base[name], mine[name], theirs[name]];
    // An owner without an account says nothing about who should be assigned.
    const ownChanged = name === 'assignee' && own === undefined ? false : !same(own, was);
    if (same(other, was) || same(own, other)) continue;
    if (ownChanged) conflicts.push(`${name} is “${own ?? 'nobody'}” here and “${other ?? 'nobody'}” there`);
    else if (other === undefined) delete merged[name];
    else merged[name] = other;
  }
  merged.checklist = mergeSteps(base.checklist, mine.checklist, theirs.checklist);
  return { fields: merged as unknown as IssueFields, conflicts };
}

/** Step by step, known by its text: a tick or a removal on one side is taken over, and steps of both sides are kept. */
function mergeSteps(
  base: readonly ChecklistItem[],
  mine: readonly ChecklistItem[],
  theirs: readonly ChecklistItem[],
): readonly ChecklistItem[] {
  const find = (items: readonly ChecklistItem[], text: string) => items.find((item) => item.text === text);
  const merged = mine.flatMap((own): ChecklistItem[] => {
    const [was, other] = [find(base, own.text), find(theirs, own.text)];
    if (!other) return was ? [] : [own];
    if (!was) return [{ ...own, done: own.done || other.done }];
    return [own.done === was.done ? other : own];
  });
  const added = theirs.filter(({ text }) => !find(mine, text) && !find(base, text));
  return [...merged, ...added];
}
