import { Link } from '@tanstack/react-router';
import { useWhoami } from '../../api/queries.ts';
import type { ReviewDetail } from '../../api/types.ts';
import { Mark } from '../../components/mark.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { formatDuration, formatMoment } from '../../format/times.ts';

interface ReviewHeadProps {
  readonly detail: ReviewDetail;
  readonly nowMs: number;
  readonly mayWrite: boolean;
  /** Something is written that is not saved. */
  readonly changed: boolean;
  readonly isSaving: boolean;
  readonly isStepping: boolean;
  readonly onSave: () => void;
  readonly onStep: (to: 'finish' | 'reopen') => void;
}

/** Which review it is, how it stands, and what can be done with the whole of it. */
export function ReviewHead(props: ReviewHeadProps) {
  const { detail, nowMs } = props;
  const { review } = detail;
  return (
    <>
      <div className="page-head">
        <div className="row">
          <PageTitle>{review.title}</PageTitle>
          <Standing detail={detail} nowMs={nowMs} />
        </div>
        <Buttons {...props} />
      </div>
      <p className="muted small">
        {review.id}, version {review.version} of {formatMoment(review.savedAtMs, nowMs)} by {review.savedBy} ·{' '}
        <Link to="/incidents/$id" params={{ id: review.incidentId }} className="link">
          the incident
        </Link>
      </p>
    </>
  );
}

function Buttons({ detail, mayWrite, changed, isSaving, isStepping, onSave, onStep }: ReviewHeadProps) {
  const { review, missing } = detail;
  const { data: me } = useWhoami();
  return (
    <div className="row">
      {review.status === 'draft' ? (
        <>
          <button
            type="button"
            className="button"
            disabled={!mayWrite || !changed || isSaving}
            onClick={onSave}
          >
            {isSaving ? 'Saving…' : changed ? 'Save' : 'Saved'}
          </button>
          <button
            type="button"
            className="button primary"
            disabled={!mayWrite || changed || missing.length > 0 || isStepping}
            title={changed ? 'Save first.' : missing.join(' ')}
            onClick={() => onStep('finish')}
          >
            Finish
          </button>
        </>
      ) : (
        <button
          type="button"
          className="button"
          disabled={me?.role === 'viewer' || isStepping}
          onClick={() => onStep('reopen')}
        >
          Take it up again
        </button>
      )}
    </div>
  );
}

function Standing({ detail: { review, dueAtMs }, nowMs }: { detail: ReviewDetail; nowMs: number }) {
  if (review.status === 'finished')
    return (
      <Mark tone="good" icon="good" pill>
        Finished
      </Mark>
    );
  const isLate = dueAtMs !== undefined && dueAtMs < nowMs;
  return (
    <Mark tone={isLate ? 'bad' : 'warn'} icon={isLate ? 'incident' : 'clock'} pill>
      {isLate
        ? `Draft, overdue for ${formatDuration(nowMs - dueAtMs)}`
        : dueAtMs === undefined
          ? 'Draft'
          : `Draft, due in ${formatDuration(dueAtMs - nowMs)}`}
    </Mark>
  );
}
