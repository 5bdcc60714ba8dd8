import './reviews.css';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useWhoami } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { ReviewEditor } from './review-editor.tsx';
import { useCreateReview, useReview } from './use-reviews.ts';

const prefix = 'PIR-';

/** One review. Its address may also name the incident: then it leads to the incident's review, or to beginning it. */
export function ReviewPage() {
  const { id } = useParams({ from: '/reviews/$id' });
  const reviewId = id.startsWith(prefix) ? id : prefix + id;
  const { data, error } = useReview(reviewId);
  // What is read after a save is another version: the editor begins anew with it.
  if (data) return <ReviewEditor key={data.review.version} detail={data} />;
  if (error instanceof ApiProblem && error.status === 404)
    return <StartReview incidentId={reviewId.slice(prefix.length)} />;
  return error ? <ProblemNote error={error} /> : <Skeleton height={480} label="Loading the review" />;
}

function StartReview({ incidentId }: { incidentId: string }) {
  const create = useCreateReview();
  const navigate = useNavigate();
  const { data: me } = useWhoami();
  const start = () =>
    create.mutate(incidentId, {
      onSuccess: ({ review }) => navigate({ to: '/reviews/$id', params: { id: review.id }, replace: true }),
    });
  return (
    <div className="stack">
      <Empty
        page
        title={`No review of ${incidentId} yet`}
        command={`npx ounce pir create --incident-id ${incidentId}`}
      >
        It is drafted from the journal: what was detected, decided, done and deployed around it, its impact,
        and the readings. Why it was not caught, its root causes and the lessons are yours to write.
      </Empty>
      <div className="row">
        <button
          type="button"
          className="button primary"
          disabled={me?.role === 'viewer' || create.isPending}
          onClick={start}
        >
          {create.isPending ? 'Drafting…' : 'Draft the review'}
        </button>
        <Link to="/reviews" className="link">
          All reviews
        </Link>
      </div>
      {create.error && <ProblemNote error={create.error} />}
    </div>
  );
}
