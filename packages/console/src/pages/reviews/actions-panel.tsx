import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { ReviewView } from '../../api/types.ts';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';

type Actions = ReviewView['actions'];

interface ActionsPanelProps {
  readonly actions: Actions;
  readonly mayWrite: boolean;
  readonly onChange: (actions: Actions) => void;
}

/** What the review asks for; what grew into a prevention leads there. */
export function ActionsPanel({ actions, mayWrite, onChange }: ActionsPanelProps) {
  const [fresh, setFresh] = useState('');
  const add = () => {
    onChange([...actions, { text: fresh.trim(), done: false }]);
    setFresh('');
  };
  return (
    <Panel title="Actions">
      <ul className="checklist">
        {actions.map(({ text, done, owner, preventionId }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: an action is known by its place
          <li key={at} className="review-action">
            <label className="check">
              <input
                type="checkbox"
                checked={done}
                disabled={!mayWrite}
                onChange={({ target }) =>
                  onChange(
                    actions.map((one, other) => (other === at ? { ...one, done: target.checked } : one)),
                  )
                }
              />
              <span className={done ? 'muted' : ''}>
                {text} {owner && <span className="faint small">({owner})</span>}
              </span>
            </label>
            {preventionId !== undefined && (
              <Link to="/preventions/$id" params={{ id: preventionId }} className="link small">
                Prevention
              </Link>
            )}
            {mayWrite && (
              <button
                type="button"
                className="button quiet icon-only"
                aria-label={`Take out: ${text}`}
                onClick={() => onChange(actions.filter((_, other) => other !== at))}
              >
                <Icon name="close" size={12} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {actions.length === 0 && <p className="muted panel-body">Nothing is asked for yet.</p>}
      {mayWrite && (
        <div className="checklist-add">
          <input
            className="input"
            aria-label="A new action"
            placeholder="Add an action"
            value={fresh}
            onChange={({ target }) => setFresh(target.value)}
          />
          <button type="button" className="button" disabled={fresh.trim() === ''} onClick={add}>
            Add
          </button>
        </div>
      )}
    </Panel>
  );
}
