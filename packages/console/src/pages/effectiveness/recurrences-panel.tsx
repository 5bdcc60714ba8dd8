import { useState } from 'react';
import { useRecurrences, useRuleChances } from '../../api/effectiveness.ts';
import type { PreventionReviewView, RecurrenceView, RuleChanceView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { CloseReviewDialog } from './close-review-dialog.tsx';
import { dayWords, shareWords, typeWords } from './figures.ts';

/** What came back although something should have stopped it, and how often the rules say so by chance. */
export function RecurrencesPanel() {
  const { data, error } = useRecurrences();
  const rules = useRuleChances();
  const [closing, setClosing] = useState<PreventionReviewView>();
  return (
    <Panel
      title="Recurrences"
      aside={
        data && data.length > 0 ? (
          <CsvExport fileName="recurrences" text={() => recurrencesCsv(data)} />
        ) : null
      }
    >
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={120} label="Loading recurrences" />}
      {data?.length === 0 && (
        <Empty title="Nothing came back" command="npx ounce recurrence rules">
          When a type of incident comes again within the window of a rule, Ounce names the prevention that
          should have stopped it, opens a second look at it, and tells your channels once.
        </Empty>
      )}
      {data?.map((recurrence) => (
        <RecurrenceItem key={recurrence.id} recurrence={recurrence} onClose={setClosing} />
      ))}
      {rules.data && rules.data.length > 0 && <RulesTable rules={rules.data} />}
      {closing && <CloseReviewDialog review={closing} onDone={() => setClosing(undefined)} />}
    </Panel>
  );
}

interface RecurrenceItemProps {
  readonly recurrence: RecurrenceView;
  readonly onClose: (review: PreventionReviewView) => void;
}

function RecurrenceItem({ recurrence, onClose }: RecurrenceItemProps) {
  const { says, atMs, preventions, reviews, told, chance } = recurrence;
  return (
    <article className="recurrence">
      <p>
        <span className="strong">{says}</span> <span className="muted small">{dayWords(atMs)}</span>
      </p>
      {preventions.map(({ id, why }) => (
        <p key={id} className="small">
          <a className="link" href={`/preventions/${encodeURIComponent(id)}`}>
            {id}
          </a>
          : {why}
        </p>
      ))}
      {chance && (
        <p className="small muted">
          By chance alone this rule fires within a year with probability {shareWords(chance.withinAYear, 0)},
          at the accepted {chance.perMonth} a month.
        </p>
      )}
      <p className="small recurrence-told">
        {told.length === 0 && <span className="faint">No channel is configured.</span>}
        {told.map(({ channel, state, why }) => (
          <Mark
            key={channel}
            tone={state === 'sent' ? 'good' : state === 'failed' ? 'bad' : 'plain'}
            icon={state === 'sent' ? 'good' : state === 'failed' ? 'bad' : 'clock'}
            title={why}
          >
            {`${channel.split(':')[0]} ${state === 'sent' ? 'told' : state === 'failed' ? 'failed' : 'being told'}`}
          </Mark>
        ))}
      </p>
      {reviews.map((review) =>
        review.closedAtMs === undefined ? (
          <button key={review.preventionId} type="button" className="button" onClick={() => onClose(review)}>
            Close the review of {review.preventionId}
          </button>
        ) : (
          <p key={review.preventionId} className="small">
            Review of {review.preventionId}: {review.outcome}, {review.closedWhy}
          </p>
        ),
      )}
    </article>
  );
}

function RulesTable({ rules }: { rules: readonly RuleChanceView[] }) {
  return (
    <div className="effect-scroll">
      <table className="table">
        <caption className="unseen">How often each rule fires by chance</caption>
        <thead>
          <tr>
            <th scope="col">Rule</th>
            <th scope="col">Type</th>
            <th scope="col">Accepted a month</th>
            <th scope="col">Fires by chance in a year</th>
            <th scope="col">A rule that knows the rate</th>
          </tr>
        </thead>
        <tbody>
          {rules.map(({ type, rule, perMonth, withinAYear, rateAware }) => (
            <tr key={`${rule.count} ${rule.windowDays} ${rule.perService} ${type}`}>
              <th scope="row">
                {rule.count} within {rule.windowDays} days{rule.perService ? ', per service' : ''}
              </th>
              <td>{typeWords(type)}</td>
              <td>{perMonth}</td>
              <td>{shareWords(withinAYear, 0)}</td>
              <td>
                {rateAware
                  ? `${rateAware.sameWindow.count} within ${rateAware.sameWindow.windowDays} days (${shareWords(rateAware.sameWindow.chance, 1)})`
                  : 'not needed'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function recurrencesCsv(recurrences: readonly RecurrenceView[]): string {
  return csvOf(
    ['id', 'at', 'type', 'service', 'incidents', 'prevention', 'says'],
    recurrences.map(({ id, atMs, type, service, incidentIds, preventions, says }) => [
      id,
      new Date(atMs).toISOString(),
      type,
      service,
      incidentIds.join(' '),
      preventions[0]?.id,
      says,
    ]),
  );
}
