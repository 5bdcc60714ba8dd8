import { useState } from 'react';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { lookOfAction } from '../../fleet/outcome.ts';
import { plural } from '../../format/numbers.ts';
import { formatClock, formatMoment } from '../../format/times.ts';
import type { ActionGroup } from './group-actions.ts';

interface ActionsPanelProps {
  readonly groups: readonly ActionGroup[] | undefined;
  readonly error: Error | null;
  readonly nowMs: number;
}

const shortList = 12;

function ActionItem({ group: { newest, count, firstAtMs }, nowMs }: { group: ActionGroup; nowMs: number }) {
  const { tone, icon, label } = lookOfAction(newest);
  return (
    <li className="action">
      <time className="action-time" dateTime={new Date(newest.atMs).toISOString()}>
        {formatMoment(newest.atMs, nowMs)}
      </time>
      <span className="action-what">
        <Mark tone={tone} icon={icon}>
          {label}
        </Mark>
        {newest.outcome === 'held' && newest.action.kind === 'scale' && (
          <span className="faint small">
            wanted {newest.action.from} → {newest.action.to}
          </span>
        )}
        {count > 1 && (
          <span className="faint small">
            {count} times since {formatClock(firstAtMs)}
          </span>
        )}
      </span>
      <span className="action-why">
        {newest.why}
        {newest.drill && (
          <>
            {' '}
            <Mark tone="accent" icon="experiment">
              drill
            </Mark>
          </>
        )}
      </span>
    </li>
  );
}

/** What was done and what was held back, newest first, each in its own sentence. */
export function ActionsPanel({ groups, error, nowMs }: ActionsPanelProps) {
  const [all, setAll] = useState(false);
  const shown = all ? groups : groups?.slice(0, shortList);
  const hidden = (groups?.length ?? 0) - (shown?.length ?? 0);
  return (
    <Panel title="Actions" aside={<span className="faint small">taken, held back and failed</span>}>
      {error && !groups && <ProblemNote error={error} />}
      {!groups && !error && <Skeleton height={160} label="Loading the actions" />}
      {groups?.length === 0 && (
        <Empty
          title="Nothing was done yet"
          command="npx ggen chaos inject --scenario queue_backlog --duration 1m"
        >
          No control has wanted to act on this service. That is as it should be while the queue is short. A
          drill shows what would happen:
        </Empty>
      )}
      {shown && shown.length > 0 && (
        <ul>
          {shown.map((group) => (
            <ActionItem key={group.newest.seq} group={group} nowMs={nowMs} />
          ))}
        </ul>
      )}
      {hidden > 0 && (
        <button type="button" className="button quiet action-more" onClick={() => setAll(true)}>
          Show {plural(hidden, 'earlier entry', 'earlier entries')}
        </button>
      )}
    </Panel>
  );
}
