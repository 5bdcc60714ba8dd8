import './reports.css';
import { Link } from '@tanstack/react-router';
import { type Cadence, useReport } from '../../api/reports.ts';
import type { ReportDocument } from '../../api/types.ts';
import { Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { Prose } from '../../components/prose.tsx';

const formats = [
  {
    label: 'Markdown',
    ending: 'md',
    type: 'text/markdown',
    text: ({ markdown }: ReportDocument) => markdown,
  },
  { label: 'HTML', ending: 'html', type: 'text/html', text: ({ html }: ReportDocument) => html },
  {
    ...{ label: 'JSON', ending: 'json', type: 'application/json' },
    text: ({ report }: ReportDocument) => JSON.stringify(report, null, 2),
  },
] as const;

/** One review, with the three forms in which it can be taken along. */
export function ReportPage(wanted: { id: string } | { cadence: Cadence }) {
  const { data, error } = useReport(wanted);
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>{data?.report.title ?? 'Review'}</PageTitle>
        <Link to="/reports" className="link">
          All reports
        </Link>
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={400} label="Making the review" />}
      {data && (
        <Panel
          title={data.report.period.label}
          padded
          aside={
            <span className="row">
              {formats.map(({ label, ending, type, text }) => (
                <button
                  key={ending}
                  type="button"
                  className="button quiet"
                  onClick={() => save(`${data.report.id.replaceAll(' ', '-')}.${ending}`, type, text(data))}
                >
                  {label}
                </button>
              ))}
            </span>
          }
        >
          <div className="report">
            <Prose html={data.body} />
          </div>
        </Panel>
      )}
    </div>
  );
}

function save(name: string, type: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
