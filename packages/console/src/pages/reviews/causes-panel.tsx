import type { RootCauseView } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';

interface CausesPanelProps {
  /** Those of the incident's type, and those that the review names already. */
  readonly candidates: readonly RootCauseView[];
  readonly chosen: readonly string[];
  readonly mayWrite: boolean;
  readonly onChange: (chosen: string[]) => void;
}

/** Picks root causes from the catalogue. */
export function CausesPanel({ candidates, chosen, mayWrite, onChange }: CausesPanelProps) {
  const unknown = chosen.filter((id) => !candidates.some((cause) => cause.id === id));
  const toggle = (id: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, id] : chosen.filter((other) => other !== id));
  return (
    <Panel title="Root causes" padded>
      <div className="review-causes">
        {[...candidates, ...unknown.map((id) => ({ id, title: id }))].map(({ id, title }) => (
          <label key={id} className="check">
            <input
              type="checkbox"
              checked={chosen.includes(id)}
              disabled={!mayWrite}
              onChange={({ target }) => toggle(id, target.checked)}
            />
            <span>{title}</span>
          </label>
        ))}
        {candidates.length === 0 && (
          <p className="muted">
            The catalogue has none for this type. Add one with <code>npx ounce root-causes add</code>, or load
            the starter catalogue on the page of preventions.
          </p>
        )}
      </div>
    </Panel>
  );
}
