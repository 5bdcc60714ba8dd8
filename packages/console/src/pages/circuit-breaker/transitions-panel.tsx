import { useState } from 'react';
import type { BreakerChangeView } from '../../api/types.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../format/numbers.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';
import { StateMark } from './state-mark.tsx';

interface TransitionsPanelProps {
  readonly query: { readonly data: readonly BreakerChangeView[] | undefined; readonly error: Error | null };
  readonly nowMs: number;
}

const shortList = 8;

/** Every change of a circuit's state, newest first, with what caused it. */
export function TransitionsPanel({ query: { data, error }, nowMs }: TransitionsPanelProps) {
  const [all, setAll] = useState(false);
  const shown = all ? data : data?.slice(0, shortList);
  const hidden = (data?.length ?? 0) - (shown?.length ?? 0);
  return (
    <Panel title="Transitions" aside={<span className="faint small">newest first</span>}>
      {error && !data && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={160} label="Loading the transitions" />}
      {data?.length === 0 && (
        <Empty
          title="No circuit has changed its state"
          command="npx ggen chaos inject --scenario timeout_service --duration 1m"
        >
          That is as it should be while every dependency answers. A drill shows what would happen:
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <ul>
          {shown.map((change) => (
            <Transition key={change.seq} change={change} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <button type="button" className="button quiet breaker-more" onClick={() => setAll(true)}>
          Show {plural(hidden, 'earlier one')}
        </button>
      )}
    </Panel>
  );
}

function Transition({ change, nowMs }: { change: BreakerChangeView; nowMs: number }) {
  const { atMs, from, to, dependency, endpoint, instance, cause, breakMs } = change;
  return (
    <li className="transition">
      <time className="faint" dateTime={new Date(atMs).toISOString()}>
        {formatMoment(atMs, nowMs)}
      </time>
      <span>
        <StateMark state={to} />
      </span>
      <span>
        <strong>
          {dependency} {endpoint}
        </strong>{' '}
        <span className="muted">
          of {instance}, from {from}
          {breakMs !== undefined && `, for ${formatDuration(breakMs)}`}
          {cause !== undefined && `: ${cause}`}
        </span>
      </span>
    </li>
  );
}
