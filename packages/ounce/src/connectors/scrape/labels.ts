import type { Sample } from './exposition.ts';
import type { Selector } from './query/model.ts';

/** A label that is not there is the empty string, as in PromQL. */
export function labelValue(labels: readonly string[], name: string): string {
  for (let at = 0; at < labels.length; at += 2) if (labels[at] === name) return labels[at + 1]!;
  return '';
}

export function select(samples: readonly Sample[], { matchers }: Selector): readonly Sample[] {
  if (matchers.length === 0) return samples;
  return samples.filter(({ labels }) =>
    matchers.every(({ label, accepts }) => accepts(labelValue(labels, label))),
  );
}
