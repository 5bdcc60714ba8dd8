import '../preventions/preventions.css';
import './roadmap.css';
import { CsvExport } from '../../components/csv-export.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Note, ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { plural } from '../../format/numbers.ts';
import { NoPreventions } from '../preventions/no-preventions.tsx';
import { RoadmapBoard } from './roadmap-board.tsx';
import { useRoadmap, useRoadmapCsv } from './use-roadmap.ts';

/** What is to be done when, by quarter and priority; what is late or falls behind stands out. */
export function RoadmapPage() {
  const { data, error } = useRoadmap();
  const csv = useRoadmapCsv();
  const count = (kind: string) => data?.items.filter(({ mark }) => mark.kind === kind).length ?? 0;
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Roadmap</PageTitle>
        <CsvExport fileName="roadmap" text={csv} />
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={420} label="Loading the roadmap" />}
      {data?.items.length === 0 && (
        <Panel title="By quarter">
          <NoPreventions title="Nothing stands in the roadmap" />
        </Panel>
      )}
      {data && data.items.length > 0 && (
        <>
          <p className="muted">
            {data.next !== undefined && 'The first '}
            {plural(data.items.length, 'initiative')}: {count('overdue')} overdue, {count('at_risk')} at risk,{' '}
            {count('done')} done.
          </p>
          {data.next !== undefined && (
            <Note tone="accent">There are more, with later targets; the CSV has all of them.</Note>
          )}
          <RoadmapBoard rows={data.items} />
        </>
      )}
    </div>
  );
}
