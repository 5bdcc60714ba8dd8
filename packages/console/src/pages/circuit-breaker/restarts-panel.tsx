import type { RestartView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatLatency, missing } from '../../format/numbers.ts';
import { formatMoment } from '../../format/times.ts';
import { restartsCsv } from './circuits-csv.ts';

interface RestartsPanelProps {
  readonly query: { readonly data: readonly RestartView[] | undefined; readonly error: Error | null };
  readonly nowMs: number;
}

/** What was restarted, why, and how long it took to notice and until it was up again. */
export function RestartsPanel({ query: { data, error }, nowMs }: RestartsPanelProps) {
  return (
    <Panel
      title="Restarts"
      aside={
        <span className="row">
          <span className="faint small">times from the first failed probe</span>
          {data && data.length > 0 && <CsvExport fileName="restarts" text={() => restartsCsv(data)} />}
        </span>
      }
    >
      {error && !data && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={120} label="Loading the restarts" />}
      {data?.length === 0 && (
        <Empty
          title="Nothing was restarted"
          command="npx ggen chaos inject --scenario crash_service --variant hang --duration 20s"
        >
          The control service-health restarts an instance that does not answer its probes. A drill hangs one:
        </Empty>
      )}
      {data && data.length > 0 && (
        <table className="table capacity-table">
          <thead>
            <tr>
              <th scope="col">Instance</th>
              <th scope="col">When</th>
              <th scope="col" className="number">
                Detected after
              </th>
              <th scope="col" className="number">
                Up again after
              </th>
              <th scope="col">Why</th>
            </tr>
          </thead>
          <tbody>
            {data.map((restart) => (
              <Row key={restart.seq} restart={restart} nowMs={nowMs} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Row({ restart, nowMs }: { restart: RestartView; nowMs: number }) {
  const { instance, region, atMs, detectMs, recoverMs, why } = restart;
  return (
    <tr>
      <th scope="row">
        {instance} <span className="faint">{region}</span>
      </th>
      <td className="breaker-when" data-label="When">
        {formatMoment(atMs, nowMs)}
      </td>
      <td className="number" data-label="Detected after">
        {detectMs === undefined ? missing : formatLatency(detectMs)}
      </td>
      <td className="number" data-label="Up again after">
        {recoverMs === undefined ? (
          <Mark tone="warn" icon="clock">
            not yet
          </Mark>
        ) : (
          formatLatency(recoverMs)
        )}
      </td>
      <td>
        <span className="small muted">{why}</span>
      </td>
    </tr>
  );
}
