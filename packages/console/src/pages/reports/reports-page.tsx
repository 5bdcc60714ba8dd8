import { Link, useSearch } from '@tanstack/react-router';
import { cadences, useReports } from '../../api/reports.ts';
import type { ReportSummaryView } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty } from '../../components/empty.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { csvOf } from '../../format/csv.ts';
import { plural } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { ReportPage } from './report-page.tsx';

/** Reviews at regular times: those that were made, and any of them now. */
export function ReportsPage() {
  const { id, now } = useSearch({ from: '/reports' });
  if (id !== undefined) return <ReportPage id={id} />;
  if (now !== undefined) return <ReportPage cadence={now} />;
  return <ReportList />;
}

function ReportList() {
  const query = useReports();
  const nowMs = useGovernorNowMs();
  const csv = (items: readonly ReportSummaryView[]) =>
    csvOf(
      ['review', 'from', 'to', 'made'],
      items.map(({ title, ...times }) => [title, ...[times.startMs, times.endMs, times.madeAtMs].map(iso)]),
    );
  return (
    <ListPage
      title="Reports"
      actions={<MakeNow />}
      heading="Made at their times"
      query={query}
      aside={(items) => plural(items.length, 'review')}
      tools={(items) => <CsvExport fileName="reports" text={() => csv(items)} />}
      empty={
        <Empty title="None was made yet" command="npx ounce review weekly">
          The first one is made by itself when a week that a governor has seen is over. Any of them can be
          made now, with the buttons above.
        </Empty>
      }
    >
      {(items) => (
        <table className="table">
          <thead>
            <tr>
              <th scope="col">Review</th>
              <th scope="col">Made</th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, title, madeAtMs }) => (
              <tr key={id}>
                <td>
                  <Link to="/reports" search={{ id }} className="link">
                    {title}
                  </Link>
                </td>
                <td>{formatMoment(madeAtMs, nowMs)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ListPage>
  );
}

/** Any of the four at will. */
function MakeNow() {
  return (
    <nav className="row" aria-label="Make one now">
      <span className="muted">Of the last period that is over:</span>
      {cadences.map((cadence) => (
        <Link key={cadence} to="/reports" search={{ now: cadence }} className="button">
          {labels[cadence]}
        </Link>
      ))}
    </nav>
  );
}

const labels = { weekly: 'Weekly', monthly: 'Monthly', quarterly: 'Quarterly', annual: 'Annual' } as const;
const iso = (ms: number) => new Date(ms).toISOString();
