import { type ReactNode, useState } from 'react';

interface FoldedProps<Item> {
  readonly items: readonly Item[];
  /** So many are shown at first. */
  readonly most: number;
  readonly children: (shown: readonly Item[]) => ReactNode;
}

/** The beginning of a list that may be long, and a button for the rest of it. */
export function Folded<Item>({ items, most, children }: FoldedProps<Item>) {
  const [open, setOpen] = useState(false);
  const hidden = items.length - most;
  if (hidden <= 0) return children(items);
  return (
    <>
      {children(open ? items : items.slice(0, most))}
      <button type="button" className="button quiet fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? 'Show fewer' : `Show ${hidden.toLocaleString('en')} more`}
      </button>
    </>
  );
}
