import { CsvExport } from '../../components/csv-export.tsx';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount, formatShare, missing, plural } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { circuitsCsv } from './circuits-csv.ts';
import type { BreakerGroup } from './group-breakers.ts';
import { StateMark } from './state-mark.tsx';

interface BreakersPanelProps {
  readonly groups: readonly BreakerGroup[] | undefined;
  readonly error: Error | null;
  readonly nowMs: number;
}

/** Every dependency of every service, and how the circuits to it stand. */
export function BreakersPanel({ groups, error, nowMs }: BreakersPanelProps) {
  return (
    <Panel
      title="Circuits"
      aside={
        groups && (
          <span className="row">
            <span className="faint small">{plural(groups.length, 'dependency', 'dependencies')}</span>
            {groups.length > 0 && <CsvExport fileName="circuits" text={() => circuitsCsv(groups)} />}
          </span>
        )
      }
    >
      {error && !groups && <ProblemNote error={error} />}
      {!groups && !error && <Skeleton height={200} label="Loading the circuits" />}
      {groups?.length === 0 && (
        <Empty title="No guard reports">
          A service shows its circuits here when it calls guard.report of @ounce/guard: see “Every transition,
          told” in docs/guard.md.
        </Empty>
      )}
      {groups && groups.length > 0 && (
        <table className="table capacity-table">
          <thead>
            <tr>
              <th scope="col">Dependency</th>
              <th scope="col">State</th>
              <th scope="col" className="number">
                For
              </th>
              <th scope="col" className="number">
                Calls
              </th>
              <th scope="col" className="number">
                Failed
              </th>
              <th scope="col" className="number">
                Refused
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.map((group) => (
              <Row key={group.key} group={group} nowMs={nowMs} />
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}

function Row({ group, nowMs }: { group: BreakerGroup; nowMs: number }) {
  const { service, region, dependency, endpoint, state, sinceMs, notClosed, instances } = group;
  const { calls, failures, rejected } = group;
  return (
    <tr>
      <th scope="row">
        {dependency} {endpoint}{' '}
        <span className="faint">
          of {service} {region}
        </span>
      </th>
      <td data-label="State">
        <span className="row breaker-state">
          <StateMark state={state} />
          {notClosed > 0 && instances > 1 && (
            <span className="faint small">
              {notClosed} of {instances} instances
            </span>
          )}
        </span>
      </td>
      <td className="number" data-label="For">
        {formatDuration(nowMs - sinceMs)}
      </td>
      <td className="number" data-label="Calls">
        {formatCount(calls)}
      </td>
      <td className="number" data-label="Failed">
        {calls === 0 ? missing : formatShare(failures / calls)}
      </td>
      <td className="number" data-label="Refused">
        {formatCount(rejected)}
      </td>
    </tr>
  );
}
