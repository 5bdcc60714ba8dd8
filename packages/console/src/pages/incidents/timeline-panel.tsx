import type { TimelineView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Skeleton } from '../../components/empty.tsx';
import { Icon, type IconName } from '../../components/icon.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { formatMoment } from '../../format/times.ts';
import { useTimeline } from './use-incidents.ts';

type Entry = TimelineView['items'][number];

const icons: Readonly<Record<string, IconName>> = {
  'incident.resolved': 'good',
  'incident.acknowledged': 'done',
  'incident.mitigated': 'clock',
  'action.taken': 'up',
  'action.held': 'held',
  'action.failed': 'bad',
  'deploy.recorded': 'copy',
  'freeze.set': 'freeze',
  'freeze.lifted': 'lift',
};

function iconOf(kind: string): IconName {
  return (
    icons[kind] ??
    (kind.startsWith('experiment.') ? 'experiment' : kind.startsWith('incident.') ? 'incident' : 'info')
  );
}

/** What happened to it, and to its service around it, oldest first. */
export function TimelinePanel({ id, nowMs }: { id: string; nowMs: number }) {
  const { data, error } = useTimeline(id);
  const save = data && (
    <CsvExport
      fileName={`timeline-${id}`}
      text={() =>
        csvOf(
          ['at', 'kind', 'actor', 'text'],
          data.map(({ atMs, kind, actor, text }) => [new Date(atMs).toISOString(), kind, actor, text]),
        )
      }
    />
  );
  return (
    <Panel title="Timeline" aside={save}>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={200} label="Loading the timeline" />}
      <ol className="timeline">
        {data?.map((entry) => (
          <TimelineItem key={`${entry.seq} ${entry.text}`} entry={entry} nowMs={nowMs} />
        ))}
      </ol>
    </Panel>
  );
}

function TimelineItem({ entry: { atMs, kind, actor, text }, nowMs }: { entry: Entry; nowMs: number }) {
  const isOwn = kind.startsWith('incident.');
  return (
    <li className={isOwn ? 'timeline-own' : undefined}>
      <span className="timeline-icon" title={kind}>
        <Icon name={iconOf(kind)} size={14} />
      </span>
      <time className="muted small" dateTime={new Date(atMs).toISOString()}>
        {formatMoment(atMs, nowMs)}
      </time>
      <span className="timeline-text">{text}</span>
      <span className="faint small">{actor}</span>
    </li>
  );
}
