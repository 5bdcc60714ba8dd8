import '../capacity/capacity.css';
import { usePatterns } from '../../api/knowledge.ts';
import type { SolutionPatternView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Empty } from '../../components/empty.tsx';
import { Folded } from '../../components/folded.tsx';
import { Panel } from '../../components/panel.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { csvOf } from '../../format/csv.ts';
import { formatShare, plural } from '../../format/numbers.ts';

const header = ['root cause', 'type', 'used', 'held', 'too recent', 'share', 'low', 'high'];

function cells({ title, type, used, held, open, success }: SolutionPatternView) {
  return [title, type, used, held, open, success?.value, success?.low, success?.high];
}

/** Root causes with what was done, and how often nothing of the kind came back for 30 days. */
export function PatternsPanel() {
  const { data } = usePatterns();
  if (!data) return null;
  return (
    <Panel
      title="What held"
      aside={<CsvExport fileName="solution-patterns" text={() => csvOf(header, data.map(cells))} />}
    >
      {data.length === 0 ? (
        <Empty title="No root cause is named yet">
          Finish a review and pick its root causes: from then on it is counted how often what was done about
          them held.
        </Empty>
      ) : (
        <Folded items={data} most={20}>
          {(shown) => (
            <table className="table capacity-table">
              <thead>
                <tr>
                  <th scope="col">Root cause</th>
                  <th scope="col">No return within 30 days</th>
                  <th scope="col">Done last</th>
                </tr>
              </thead>
              <tbody>
                {shown.map((pattern) => (
                  <tr key={pattern.rootCause}>
                    <th scope="row">
                      {pattern.title} <span className="faint small">{titleOfIncidentType(pattern.type)}</span>
                    </th>
                    <td data-label="Held">{heldWords(pattern)}</td>
                    <td data-label="Done last">{pattern.resolutions[0] ?? ''}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Folded>
      )}
    </Panel>
  );
}

function heldWords({ used, held, open, success }: SolutionPatternView): string {
  const recent = open > 0 ? `, ${open} too recent to tell` : '';
  if (!success) return `not yet known${recent}`;
  return `${held} of ${plural(used, 'time')} (${formatShare(success.low)} to ${formatShare(success.high)})${recent}`;
}
