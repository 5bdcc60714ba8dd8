import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { ReviewDetail } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { StatusMark } from '../preventions/status-mark.tsx';

const kinds = ['architecture', 'monitoring', 'testing', 'documentation', 'process'] as const;

type Wanted =
  | { preventionId: string }
  | { title: string; kind: (typeof kinds)[number]; rootCauses: string[] };

interface SuggestionsPanelProps {
  readonly detail: ReviewDetail;
  readonly mayAdopt: boolean;
  readonly changed: boolean;
  readonly isPending: boolean;
  readonly onAdopt: (wanted: Wanted) => void;
}

/** Known preventions against the review's root causes, the best measured first; and the way to a new one. */
export function SuggestionsPanel({ detail, mayAdopt, changed, isPending, onAdopt }: SuggestionsPanelProps) {
  const { suggestions, review } = detail;
  const adopted = new Set(review.actions.map(({ preventionId }) => preventionId));
  return (
    <Panel title="Preventions against it">
      {review.rootCauses.length === 0 && (
        <p className="muted panel-body">Name a root cause and save: what is known against it stands here.</p>
      )}
      {changed && review.status === 'draft' && (
        <p className="muted small panel-body">Save first, so that they fit the root causes that you chose.</p>
      )}
      <ul className="items">
        {suggestions.map(({ prevention, why }) => (
          <li key={prevention.id} className="review-suggestion">
            <div className="row spread">
              <Link to="/preventions/$id" params={{ id: prevention.id }} className="link strong">
                {prevention.title}
              </Link>
              <StatusMark status={prevention.status} />
            </div>
            <p className="muted small">{why}</p>
            {adopted.has(prevention.id) ? (
              <span className="faint small">One of its actions</span>
            ) : (
              <button
                type="button"
                className="button"
                disabled={!mayAdopt || isPending}
                onClick={() => onAdopt({ preventionId: prevention.id })}
              >
                Make it an action
              </button>
            )}
          </li>
        ))}
      </ul>
      {review.rootCauses.length > 0 && (
        <NewPrevention {...{ mayAdopt, isPending, onAdopt, rootCauses: review.rootCauses }} />
      )}
    </Panel>
  );
}

function NewPrevention({
  mayAdopt,
  isPending,
  onAdopt,
  rootCauses,
}: Pick<SuggestionsPanelProps, 'mayAdopt' | 'isPending' | 'onAdopt'> & { rootCauses: string[] }) {
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<(typeof kinds)[number]>('monitoring');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onAdopt({ title: title.trim(), kind, rootCauses });
  };
  return (
    <form className="checklist-add" onSubmit={submit}>
      <input
        className="input"
        aria-label="Title of a new prevention"
        placeholder="A new prevention"
        value={title}
        maxLength={200}
        onChange={({ target }) => setTitle(target.value)}
      />
      <select
        className="input"
        aria-label="What it changes"
        value={kind}
        onChange={({ target }) => setKind(target.value as (typeof kinds)[number])}
      >
        {kinds.map((one) => (
          <option key={one}>{one}</option>
        ))}
      </select>
      <button type="submit" className="button" disabled={!mayAdopt || title.trim() === '' || isPending}>
        Make
      </button>
    </form>
  );
}
