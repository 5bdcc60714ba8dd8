import type { ReactNode } from 'react';
import { Skeleton } from './empty.tsx';
import { ProblemNote } from './note.tsx';
import { PageTitle } from './page-title.tsx';
import { Panel } from './panel.tsx';

interface ListPageProps<Item> {
  readonly title: string;
  /** Beside the title, for the page as a whole. */
  readonly actions?: ReactNode;
  /** Of the list; "Newest first" when absent. */
  readonly heading?: string;
  /** Beside the count, e.g. an export. */
  readonly tools?: (items: readonly Item[]) => ReactNode;
  readonly query: { readonly data: readonly Item[] | undefined; readonly error: Error | null };
  readonly aside: (items: readonly Item[]) => string;
  readonly empty: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** A page that is one list: loading, failed, empty, or there. What is there stays while it is read anew. */
export function ListPage<Item>(props: ListPageProps<Item>) {
  const { title, actions, heading = 'Newest first', query, aside, tools, empty, children } = props;
  const { data, error } = query;
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>{title}</PageTitle>
        {actions}
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={320} label={`Loading ${title.toLowerCase()}`} />}
      {data && (
        <Panel
          title={heading}
          aside={
            <span className="row">
              <span className="faint small">{aside(data)}</span>
              {tools?.(data)}
            </span>
          }
        >
          {data.length === 0 ? empty : children(data)}
        </Panel>
      )}
    </div>
  );
}
