import type { Selector } from './objects.ts';

/** Whether a workload's selector picks a pod with these labels. */
export function selects(
  { matchLabels, matchExpressions }: Selector,
  labels: Readonly<Record<string, string>>,
): boolean {
  return (
    Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
    matchExpressions.every((expression) => holds(expression, labels[expression.key]))
  );
}

function holds(
  { operator, values }: Selector['matchExpressions'][number],
  value: string | undefined,
): boolean {
  if (operator === 'In') return value !== undefined && values.includes(value);
  if (operator === 'NotIn') return value === undefined || !values.includes(value);
  if (operator === 'Exists') return value !== undefined;
  return operator === 'DoesNotExist' && value === undefined;
}

/**
 * A label selector that is met by every pod of these workloads and by few others: `app in (consumer,gateway)`. Undefined when
 * they have no label in common; then all pods of the namespace are listed.
 */
export function sharedSelector(selectors: readonly Selector[]): string | undefined {
  const [first] = selectors;
  const keys = Object.keys(first?.matchLabels ?? {});
  const shared = keys.filter((key) => selectors.every(({ matchLabels }) => matchLabels[key] !== undefined));
  const valuesOf = (key: string) => [...new Set(selectors.map(({ matchLabels }) => matchLabels[key]!))];
  // The label with the most values tells them apart from their neighbours best.
  const best = shared.toSorted((a, b) => valuesOf(b).length - valuesOf(a).length)[0];
  return best === undefined ? undefined : `${best} in (${valuesOf(best).join(',')})`;
}
