import type { PreventionDetail } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { formatMoment } from '../../format/times.ts';

/** Each change of status and target with who made it and why, newest first, and the notes that people left. */
export function HistoryPanel({ detail, nowMs }: { detail: PreventionDetail; nowMs: number }) {
  const { history, notes, prevention } = detail;
  const lines = [
    ...history.map(({ seq, atMs, actor, field, from, to, reason }) => ({
      ...{ key: `${seq}-${field}`, atMs, actor, reason },
      says: `${field === 'status' ? 'Status' : 'Target'}: ${[from, to ?? 'none'].filter(Boolean).join(' → ').replaceAll('_', ' ')}`,
    })),
    ...notes.map(({ atMs, actor, text }, at) => ({
      ...{ key: `note-${at}`, atMs, actor, says: text, reason: undefined },
    })),
  ].sort((a, b) => b.atMs - a.atMs);
  const csv = () =>
    csvOf(
      ['when', 'who', 'what', 'why'],
      lines.map(({ atMs, actor, says, reason }) => [new Date(atMs).toISOString(), actor, says, reason ?? '']),
    );
  return (
    <Panel title="History" aside={<CsvExport fileName={`${prevention.id}-history`} text={csv} />}>
      <ul className="items">
        {lines.map(({ key, atMs, actor, says, reason }) => (
          <li key={key} className="item history-item">
            <div>
              <p>{says}</p>
              {reason !== undefined && <p className="muted">{reason}</p>}
            </div>
            <div className="item-time">
              <span>{formatMoment(atMs, nowMs)}</span>
              <span className="faint small">{actor}</span>
            </div>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
