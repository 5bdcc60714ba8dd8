import './knowledge.css';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { knowledgeFields, mostFound, useKnowledgeSearch } from '../../api/knowledge.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { plural } from '../../format/numbers.ts';
import { GapsPanel } from './gaps-panel.tsx';
import { KnowledgeHit } from './knowledge-hit.tsx';
import { PatternsPanel } from './patterns-panel.tsx';

const labels = {
  text: 'Anything',
  symptom: 'Symptom',
  'root-cause': 'Root cause',
  solution: 'Solution',
} as const;
const options = knowledgeFields.map((value) => ({ value, label: labels[value] }));

/** What past incidents have taught: search, what held, and what nobody has written about. */
export function KnowledgePage() {
  const { field = 'text', query = '' } = useSearch({ from: '/knowledge' });
  const navigate = useNavigate();
  const [text, setText] = useState(query);
  const go = (next: { field?: typeof field; query?: string }) =>
    navigate({ to: '/knowledge', search: { field, query: text.trim(), ...next } });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    go({});
  };
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Knowledge</PageTitle>
      </div>
      <search>
        <form className="knowledge-form" onSubmit={submit}>
          <Segments
            label="Search in"
            options={options}
            value={field}
            onChange={(value) => go({ field: value })}
          />
          <input
            className="input"
            type="search"
            aria-label="What to search for"
            placeholder="queue backlog after a release"
            value={text}
            maxLength={500}
            onChange={(event) => setText(event.target.value)}
          />
          <button type="submit" className="button primary" disabled={text.trim() === ''}>
            Search
          </button>
        </form>
      </search>
      {query !== '' && <Results field={field} query={query} />}
      <PatternsPanel />
      <GapsPanel onSearch={(gap) => go({ field: gap.field, query: gap.query })} />
    </div>
  );
}

function Results({ field, query }: { field: (typeof knowledgeFields)[number]; query: string }) {
  const { data, error } = useKnowledgeSearch(field, query);
  if (error) return <ProblemNote error={error} />;
  if (!data) return <Skeleton height={200} label="Searching" />;
  return (
    <Panel
      title="Found"
      aside={
        <span className="faint small">
          {data.length === mostFound ? `the ${mostFound} that fit best` : plural(data.length, 'incident')}
        </span>
      }
    >
      {data.length === 0 ? (
        <Empty title={`Nothing was written about “${query}”`}>
          Resolved incidents with a finished review are found here. The search is kept below as a gap, so that
          the next review can fill it.
        </Empty>
      ) : (
        <ul className="plain-list">
          {data.map((hit) => (
            <KnowledgeHit key={hit.incidentId} hit={hit} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
