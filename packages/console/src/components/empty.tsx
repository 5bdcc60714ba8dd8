import type { ReactNode } from 'react';
import { Command } from './command.tsx';
import { PageTitle } from './page-title.tsx';

interface EmptyProps {
  readonly title: string;
  /** Says honestly why nothing is here, and what would put something here. */
  readonly children: ReactNode;
  readonly command?: string;
  /** It is all that the page has: its title is the page's. */
  readonly page?: boolean;
}

export function Empty({ title, children, command, page = false }: EmptyProps) {
  return (
    <div className="empty">
      {page ? <PageTitle>{title}</PageTitle> : <h2>{title}</h2>}
      <p>{children}</p>
      {command && <Command>{command}</Command>}
    </div>
  );
}

/** Holds the place of what is still loading, at its size, so that nothing jumps when it comes. */
export function Skeleton({ height, label }: { height: number; label: string }) {
  return (
    <div className="skeleton" style={{ height }} role="status">
      <span className="unseen">{label}</span>
    </div>
  );
}
