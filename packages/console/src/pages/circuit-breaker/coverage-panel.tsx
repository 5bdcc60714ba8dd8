import type { Coverage } from '../../api/guard.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount, missing } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { type CoverageRow, coverageRows, sharePercent } from './coverage-rows.ts';

interface CoveragePanelProps {
  readonly query: { readonly data: Coverage | undefined; readonly error: Error | null };
  readonly nowMs: number;
}

/** How many outgoing calls go through a guard: in the code, by the latest audit, and live. */
export function CoveragePanel({ query: { data, error }, nowMs }: CoveragePanelProps) {
  const rows = data && coverageRows(data);
  return (
    <Panel title="Guarded calls" aside={<span className="faint small">in the code and live</span>}>
      {error && !data && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={120} label="Loading the coverage" />}
      {rows?.length === 0 && (
        <Empty title="Nobody has looked" command="npx ounce guard audit src --record --service NAME">
          An audit lists every outgoing call of a code base, guarded or not. With --record its result is shown
          here.
        </Empty>
      )}
      {rows && rows.length > 0 && (
        <ul>
          {rows.map((row) => (
            <Row key={row.service} row={row} nowMs={nowMs} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Row({ row: { service, audited, live }, nowMs }: { row: CoverageRow; nowMs: number }) {
  return (
    <li className="instance">
      <p className="row spread">
        <span>{service}</span>
        <span className="strong">
          {audited ? sharePercent(audited) : live ? sharePercent(live) : missing}
        </span>
      </p>
      <p className="small faint">
        {audited
          ? `${audited.guarded} of ${audited.calls} calls in its code, audited ${formatMoment(audited.auditedAtMs, nowMs)}`
          : 'its code was not audited'}
        {live && ` · ${sharePercent(live)} of ${formatCount(live.calls)} live`}
      </p>
    </li>
  );
}
