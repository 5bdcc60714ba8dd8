import type { Any } from './cluster.ts';

/** Whether a label selector picks an object; only `key in (values)` is known here. */
export function isChosen({ metadata }: Any, selector: string | null): boolean {
  if (!selector) return true;
  const [, key = '', values = ''] = /^(\S+) in \((.+)\)$/.exec(selector) ?? [];
  if (!key) throw new Error(`the stand-in does not know the selector ${selector}`);
  return values.split(',').includes(metadata.labels?.[key]);
}
