type Cursors = readonly (string | undefined)[];

interface CursorPagerProps {
  /** Of the pages until this one: the API only goes on from a cursor, and those before lead back. */
  readonly cursors: Cursors;
  readonly next: string | undefined;
  readonly onGo: (cursors: Cursors) => void;
}

/** Goes through a list whose length nobody has counted; not there when all of it is on one page. */
export function CursorPager({ cursors, next, onGo }: CursorPagerProps) {
  if (cursors.length === 1 && next === undefined) return null;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="muted small">Page {cursors.length}</span>
      <button
        type="button"
        className="button"
        disabled={cursors.length === 1}
        onClick={() => onGo(cursors.slice(0, -1))}
      >
        Page before
      </button>
      <button
        type="button"
        className="button"
        disabled={next === undefined}
        onClick={() => onGo([...cursors, next])}
      >
        Next page
      </button>
    </nav>
  );
}
