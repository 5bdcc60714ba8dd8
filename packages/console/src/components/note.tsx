import type { ReactNode } from 'react';
import { ApiProblem } from '../api/request.ts';
import { Icon } from './icon.tsx';
import type { Tone } from './mark.tsx';

/** Something a person should know before going on. */
export function Note({ tone, children }: { tone: Exclude<Tone, 'plain' | 'good'>; children: ReactNode }) {
  return (
    <div className={`note tone-${tone}`}>
      <Icon name={tone === 'accent' ? 'info' : 'incident'} />
      <div>{children}</div>
    </div>
  );
}

/** What went wrong and what to do about it, in the API's own words. */
export function ProblemNote({ error }: { error: unknown }) {
  const mend = error instanceof ApiProblem ? error.mend : undefined;
  return (
    <div role="alert">
      <Note tone="bad">
        <p className="strong">{error instanceof Error ? error.message : String(error)}</p>
        {mend && <p className="muted">{mend}</p>}
      </Note>
    </div>
  );
}
