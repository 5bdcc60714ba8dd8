import './loop-panel.css';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useLoop } from '../../api/loop.ts';
import type { LoopView } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { formatCount, plural } from '../../format/numbers.ts';

/** The loop from left to right: each station with its figure, and what is left undone there. */
export function LoopPanel() {
  const { data } = useLoop();
  if (!data) return null;
  const { incidents, reviews, preventions, drills, recurrences } = data;
  return (
    <Panel title="The loop" aside={<span className="faint small">last 30 days, real incidents only</span>}>
      <ol className="loop">
        <Station
          to="/incidents"
          title="Incidents"
          figure={formatCount(incidents.last30Days)}
          alarm={incidents.open > 0}
        >
          {incidents.open > 0
            ? `${formatCount(incidents.open)} open`
            : `${formatCount(incidents.before30Days)} in the 30 days before`}
        </Station>
        <Station
          to="/reviews"
          title="Reviews to write"
          figure={formatCount(reviews.overdue + reviews.drafts)}
          alarm={reviews.overdue > 0}
        >
          {reviews.overdue > 0 ? `${formatCount(reviews.overdue)} overdue` : plural(reviews.drafts, 'draft')}
        </Station>
        <Station
          to="/roadmap"
          title="Preventions done"
          figure={`${formatCount(preventions.done)} / ${formatCount(preventions.all)}`}
          alarm={preventions.overdue > 0}
        >
          {preventionWords(preventions)}
        </Station>
        <Station
          to="/experiments"
          title="Drills passed"
          figure={`${formatCount(drills.passed)} / ${formatCount(drills.last30Days)}`}
          alarm={false}
        >
          {drills.last30Days === 0
            ? 'none was done'
            : `${plural(preventions.verified, 'prevention')} verified`}
        </Station>
        <Station
          to="/effectiveness"
          title="Came back"
          figure={formatCount(recurrences.last30Days)}
          alarm={recurrences.toReview > 0}
        >
          {recurrences.toReview > 0
            ? `${plural(recurrences.toReview, 'prevention')} to look at again`
            : 'nothing to look at again'}
        </Station>
      </ol>
    </Panel>
  );
}

function preventionWords({ all, overdue, atRisk, ineffective }: LoopView['preventions']): string {
  if (all === 0) return 'none planned yet';
  const parts = [
    overdue > 0 ? `${formatCount(overdue)} overdue` : '',
    atRisk > 0 ? `${formatCount(atRisk)} at risk` : '',
    ineffective > 0 ? `${formatCount(ineffective)} ineffective` : '',
  ].filter(Boolean);
  return parts.join(', ') || 'all in time';
}

interface StationProps {
  readonly to: '/incidents' | '/reviews' | '/roadmap' | '/experiments' | '/effectiveness';
  readonly title: string;
  readonly figure: string;
  readonly alarm: boolean;
  readonly children: ReactNode;
}

function Station({ to, title, figure, alarm, children }: StationProps) {
  return (
    <li>
      <Link to={to} className="loop-station">
        <span className="faint small">{title}</span>
        <span className="loop-figure">{figure}</span>
        <span className={`small ${alarm ? 'tone-bad strong' : 'muted'}`}>{children}</span>
      </Link>
    </li>
  );
}
