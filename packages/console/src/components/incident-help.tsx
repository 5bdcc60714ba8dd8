import { Link } from '@tanstack/react-router';
import { useRunbook, useSimilar } from '../api/knowledge.ts';
import { useGovernorNowMs } from '../api/use-now.ts';
import { formatMoment } from '../format/times.ts';
import { Panel } from './panel.tsx';
import { Prose } from './prose.tsx';

/** What helped in the incidents that are most like this one. Nothing is shown while there is none. */
export function SimilarIncidents({ incidentId }: { incidentId: string }) {
  const { data } = useSimilar(incidentId);
  const nowMs = useGovernorNowMs();
  if (!data || data.length === 0) return null;
  return (
    <Panel title="Similar incidents" padded>
      <ul className="plain-list stack">
        {data.map(({ incidentId: id, title, why, startedAtMs, solution }) => (
          <li key={id}>
            <Link to="/incidents/$id" params={{ id }} className="link">
              {title}
            </Link>{' '}
            <span className="faint small">{formatMoment(startedAtMs, nowMs)}</span>
            <p className="muted small">{why}</p>
            {solution && <p className="small">{firstLine(solution)}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** What to do, with commands that name this incident. Folded once it is over. */
export function IncidentRunbook({ incidentId, open }: { incidentId: string; open: boolean }) {
  const { data } = useRunbook(incidentId);
  if (!data) return null;
  return (
    <Panel title="Runbook" padded>
      <details open={open}>
        <summary>{data.title}</summary>
        <Prose html={data.html} />
      </details>
    </Panel>
  );
}

const firstLine = (text: string) => text.split('\n').find((line) => line.trim() !== '') ?? '';
