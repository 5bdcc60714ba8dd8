import './reviews.css';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { OverduePage, ReviewView } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { CursorPager } from '../../components/cursor-pager.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { csvOf } from '../../format/csv.ts';
import { plural } from '../../format/numbers.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';
import { type ReviewSearch, readReviewSearch } from './review-search.ts';
import { useAllReviews, useOverdue, useReviews } from './use-reviews.ts';

/** Every review, and before all the ones that should be finished by now. */
export function ReviewsPage() {
  const search: ReviewSearch = useSearch({ from: '/reviews' });
  const { data: overdue } = useOverdue();
  const all = useAllReviews(search);
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Reviews</PageTitle>
        <CsvExport fileName="reviews" text={async () => reviewsCsv(await all())} />
      </div>
      {overdue && overdue.items.length > 0 && <Overdue page={overdue} />}
      <StatusFilter search={search} />
      {/* Another search begins on its first page. */}
      <Found key={JSON.stringify(search)} search={search} />
    </div>
  );
}

function StatusFilter({ search }: { search: ReviewSearch }) {
  const navigate = useNavigate({ from: '/reviews' });
  return (
    <search className="review-filters">
      <select
        className="input"
        aria-label="Status"
        value={search.status ?? ''}
        onChange={({ target }) => void navigate({ search: readReviewSearch({ status: target.value }) })}
      >
        <option value="">Status: all</option>
        <option value="draft">Draft</option>
        <option value="finished">Finished</option>
      </select>
    </search>
  );
}

function Found({ search }: { search: ReviewSearch }) {
  const [cursors, setCursors] = useState<readonly (string | undefined)[]>([undefined]);
  const { data, error } = useReviews(search, cursors.at(-1));
  const nowMs = useGovernorNowMs();
  if (!data) return error ? <ProblemNote error={error} /> : <Skeleton height={320} label="Loading reviews" />;
  return (
    <Panel title="Newest save first">
      {error && <ProblemNote error={error} />}
      {data.items.length > 0 && <ReviewList items={data.items} nowMs={nowMs} />}
      {data.items.length === 0 && (search.status ? <NoneLikeThis /> : <NoReview />)}
      <CursorPager cursors={cursors} next={data.next} onGo={setCursors} />
    </Panel>
  );
}

function NoneLikeThis() {
  return (
    <Empty title="No review fits">
      None is like this.{' '}
      <Link to="/reviews" search={{}} className="link">
        Show all of them
      </Link>
    </Empty>
  );
}

function NoReview() {
  return (
    <Empty title="No review yet" command="npx ounce pir create --incident-id ID">
      Open an incident and start its review there, or begin it on the command line: timeline, impact and
      readings are filled in from the journal.
    </Empty>
  );
}

function ReviewList({ items, nowMs }: { items: readonly ReviewView[]; nowMs: number }) {
  return (
    <ul className="items">
      {items.map((review) => (
        <li key={review.id} className="item">
          <div className="item-state">
            <Mark tone={isDraft(review) ? 'warn' : 'good'} icon={isDraft(review) ? 'clock' : 'good'} pill>
              {isDraft(review) ? 'Draft' : 'Finished'}
            </Mark>
          </div>
          <div className="item-body">
            <Link to="/reviews/$id" params={{ id: review.id }} className="link strong">
              {review.title}
            </Link>
            <p className="muted">
              {review.id} · {review.owner ?? 'nobody named'} ·{' '}
              {plural(review.rootCauses.length, 'root cause')}, {plural(review.actions.length, 'action')}
            </p>
          </div>
          <div className="item-time">
            <span>{formatMoment(review.savedAtMs, nowMs)}</span>
            <span className="faint small">version {review.version}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

const isDraft = ({ status }: ReviewView) => status === 'draft';

function Overdue({ page: { items, total, more } }: { page: OverduePage }) {
  const nowMs = useGovernorNowMs();
  const count = more ? `${total.toLocaleString('en')} or more reviews` : plural(total, 'review');
  return (
    <Panel
      title="Overdue"
      aside={
        <span className="faint small">
          {total > items.length ? `the ${items.length} longest of ${count}` : count}
        </span>
      }
    >
      <ul className="items">
        {items.map(({ incident, dueAtMs, reviewId }) => (
          <li key={incident.id} className="item">
            <div className="item-state">
              <Mark tone="bad" icon="incident" pill>
                {`Severity ${incident.severity}`}
              </Mark>
            </div>
            <div className="item-body">
              <Link to="/reviews/$id" params={{ id: reviewId ?? incident.id }} className="link strong">
                {titleOfIncidentType(incident.type)} on {incident.service}
              </Link>
              <p className="muted">{incident.summary}</p>
            </div>
            <div className="item-time">
              <span>{reviewId === undefined ? 'not begun' : 'a draft'}</span>
              <span className="faint small">overdue for {formatDuration(nowMs - dueAtMs)}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function reviewsCsv(items: readonly ReviewView[]): string {
  return csvOf(
    ['id', 'incident', 'status', 'title', 'owner', 'root causes', 'actions', 'version', 'saved'],
    items.map((item) => [
      ...[item.id, item.incidentId, item.status, item.title, item.owner ?? '', item.rootCauses.join('; ')],
      ...[item.actions.length, item.version, new Date(item.savedAtMs).toISOString()],
    ]),
  );
}
