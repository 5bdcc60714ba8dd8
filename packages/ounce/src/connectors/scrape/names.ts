import { collectValues, type World } from './collect.ts';
import { labelValue } from './labels.ts';
import type { Expression } from './query/model.ts';
import { selectorsOf } from './query/parse.ts';

/** The different values of a label among the query's series that are above 0, in order: what a reading is about. */
export function namesIn(expression: Expression, label: string, world: World): string[] {
  const names = new Set<string>();
  for (const selector of selectorsOf(expression)) {
    const series = collectValues(selector, world);
    if (series.kind === 'missing') continue;
    for (const { labels, value } of series.points) if (value > 0) names.add(labelValue(labels, label));
  }
  names.delete('');
  return [...names].sort();
}
