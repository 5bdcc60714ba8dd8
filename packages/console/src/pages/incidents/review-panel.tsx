import { Link } from '@tanstack/react-router';
import type { IncidentDetail } from '../../api/types.ts';
import { Mark } from '../../components/mark.tsx';
import { Panel } from '../../components/panel.tsx';

/** The way to what is learnt from it. */
export function ReviewPanel({ incident }: { incident: IncidentDetail }) {
  const { id, reviewId, reviewStatus, severity, drill } = incident;
  const isAsked = severity <= 2 && !drill;
  return (
    <Panel title="Review" padded>
      <div className="incident-next">
        {reviewId === undefined ? (
          <p className="muted">
            {isAsked
              ? 'A severity of 1 or 2 asks for a finished review within 24 hours.'
              : 'Not asked for at this severity, and welcome all the same.'}
          </p>
        ) : (
          <Mark
            tone={reviewStatus === 'finished' ? 'good' : 'warn'}
            icon={reviewStatus === 'finished' ? 'good' : 'clock'}
          >
            {reviewStatus === 'finished' ? 'Finished' : 'A draft'}
          </Mark>
        )}
        <Link className="button" to="/reviews/$id" params={{ id }}>
          {reviewId === undefined ? 'Start the review' : 'Open the review'}
        </Link>
      </div>
    </Panel>
  );
}
