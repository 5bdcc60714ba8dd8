import { useState } from 'react';
import type { ReviewView } from '../../api/types.ts';
import { Icon } from '../../components/icon.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { fromLocalInput, toLocalInput } from '../incidents/moment.ts';

type Timeline = ReviewView['timeline'];

interface TimelinePanelProps {
  readonly timeline: Timeline;
  readonly nowMs: number;
  readonly mayWrite: boolean;
  readonly onChange: (timeline: Timeline) => void;
}

/** What happened, line by line: those from the journal and those that people add. */
export function TimelinePanel({ timeline, nowMs, mayWrite, onChange }: TimelinePanelProps) {
  return (
    <Panel title="Timeline" aside={<span className="faint small">{plural(timeline.length, 'line')}</span>}>
      <ol className="review-timeline">
        {timeline.map((entry, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name, and two may be alike
          <li key={at}>
            <span className="faint small">{formatMoment(entry.atMs, nowMs)}</span>
            <span className={entry.seq === undefined ? 'strong' : ''}>{entry.text}</span>
            {mayWrite && (
              <button
                type="button"
                className="button quiet icon-only"
                aria-label={`Take out: ${entry.text}`}
                onClick={() => onChange(timeline.filter((_, other) => other !== at))}
              >
                <Icon name="close" size={12} />
              </button>
            )}
          </li>
        ))}
      </ol>
      {mayWrite && <AddLine {...{ timeline, onChange }} />}
    </Panel>
  );
}

function AddLine({ timeline, onChange }: Pick<TimelinePanelProps, 'timeline' | 'onChange'>) {
  const [when, setWhen] = useState(() => toLocalInput(timeline.at(-1)?.atMs ?? 0));
  const [text, setText] = useState('');
  const atMs = fromLocalInput(when);
  const add = () => {
    if (atMs === undefined) return;
    const line = { atMs, text: text.trim() };
    onChange([...timeline, line].sort((a, b) => a.atMs - b.atMs));
    setText('');
  };
  return (
    <div className="review-add">
      <input
        type="datetime-local"
        step={1}
        className="input"
        aria-label="When it was"
        value={when}
        onChange={({ target }) => setWhen(target.value)}
      />
      <input
        className="input"
        aria-label="What happened"
        placeholder="Add what the journal does not know"
        value={text}
        onChange={({ target }) => setText(target.value)}
      />
      <button
        type="button"
        className="button"
        disabled={text.trim() === '' || atMs === undefined}
        onClick={add}
      >
        Add
      </button>
    </div>
  );
}
