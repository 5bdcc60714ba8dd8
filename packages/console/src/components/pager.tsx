import { Icon } from './icon.tsx';

interface PagerProps {
  readonly page: number;
  readonly pages: number;
  readonly matching: number;
  readonly pageSize: number;
  readonly onPage: (page: number) => void;
}

/** Goes through a list page by page; not there when all of it is on one. */
export function Pager({ page, pages, matching, pageSize, onPage }: PagerProps) {
  if (pages === 1) return null;
  const first = (page - 1) * pageSize + 1;
  return (
    <nav className="pager" aria-label="Pages">
      <span className="muted small" aria-live="polite">
        {first}–{Math.min(matching, first + pageSize - 1)} of {matching.toLocaleString('en')}
      </span>
      <button
        type="button"
        className="button icon-only"
        disabled={page === 1}
        onClick={() => onPage(page - 1)}
        aria-label="Page before"
      >
        <Icon name="back" size={14} />
      </button>
      <button
        type="button"
        className="button icon-only"
        disabled={page === pages}
        onClick={() => onPage(page + 1)}
        aria-label="Next page"
      >
        <Icon name="chevron" size={14} />
      </button>
    </nav>
  );
}
