import { useGaps } from '../../api/knowledge.ts';
import type { KnowledgeGapView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { Panel } from '../../components/panel.tsx';
import { csvOf } from '../../format/csv.ts';
import { plural } from '../../format/numbers.ts';

/** What people looked for and nobody has written about. */
export function GapsPanel({ onSearch }: { onSearch: (gap: KnowledgeGapView) => void }) {
  const { data } = useGaps();
  if (!data || data.length === 0) return null;
  const csv = () =>
    csvOf(
      ['query', 'field', 'searches', 'last'],
      data.map(({ query, field, searches, lastAtMs }) => [
        query,
        field,
        searches,
        new Date(lastAtMs).toISOString(),
      ]),
    );
  return (
    <Panel title="Searched for in vain" aside={<CsvExport fileName="knowledge-gaps" text={csv} />} padded>
      <ul className="plain-list">
        {data.map((gap) => (
          <li key={`${gap.field} ${gap.query}`}>
            <button type="button" className="button quiet" onClick={() => onSearch(gap)}>
              {gap.query}
            </button>{' '}
            <span className="faint small">{plural(gap.searches, 'time')}</span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
