import { Link } from '@tanstack/react-router';
import type { RoadmapRowView } from '../../api/types.ts';
import { Folded } from '../../components/folded.tsx';
import { Mark } from '../../components/mark.tsx';
import { plural } from '../../format/numbers.ts';
import { stepsDone } from '../preventions/prevention-words.ts';
import { StatusMark } from '../preventions/status-mark.tsx';
import { StepsBar } from '../preventions/steps-bar.tsx';

const priorities = ['P0', 'P1', 'P2'] as const;

/** A column for each quarter, a row for each priority; on a phone one quarter after the other. */
export function RoadmapBoard({ rows }: { rows: readonly RoadmapRowView[] }) {
  const quarters = [...new Set(rows.map(({ quarter }) => quarter))];
  return (
    <div className="roadmap" style={{ '--quarters': quarters.length } as React.CSSProperties}>
      {quarters.map((quarter) => (
        <section key={quarter} className="roadmap-quarter" aria-labelledby={`quarter-${quarter}`}>
          <h2 id={`quarter-${quarter}`}>{quarter.replace('-', ' ')}</h2>
          {priorities.map((priority) => {
            const inCell = rows.filter(
              (row) => row.quarter === quarter && row.prevention.priority === priority,
            );
            return (
              <div key={priority} className="roadmap-cell">
                <h3>{priority}</h3>
                {inCell.length === 0 && <p className="faint small">Nothing</p>}
                <Folded items={inCell} most={12}>
                  {(shown) => (
                    <ul className="roadmap-cards">
                      {shown.map((row) => (
                        <Card key={row.prevention.id} row={row} />
                      ))}
                    </ul>
                  )}
                </Folded>
              </div>
            );
          })}
        </section>
      ))}
    </div>
  );
}

function Card({ row: { prevention, mark, slips } }: { row: RoadmapRowView }) {
  const { id, initiative, title, owner, target, checklist, status } = prevention;
  const [first] = slips;
  return (
    <li className={`roadmap-card roadmap-${status === 'ineffective' ? status : mark.kind}`}>
      <Link to="/preventions/$id" params={{ id }} className="link strong">
        {initiative ?? title}
      </Link>
      <div className="row spread">
        <StatusMark status={status} />
        <StepsBar done={stepsDone(prevention)} all={checklist.length} />
      </div>
      <p className="muted small">
        {owner || 'nobody named'} · {target ?? 'without an end'}
      </p>
      {'says' in mark && (
        <Mark
          tone={mark.kind === 'overdue' ? 'bad' : 'warn'}
          icon={mark.kind === 'overdue' ? 'incident' : 'clock'}
        >
          {mark.says}
        </Mark>
      )}
      {first && (
        <p className="faint small" title={first.reason}>
          Moved {plural(slips.length, 'time')}, first from {first.from}
        </p>
      )}
    </li>
  );
}
