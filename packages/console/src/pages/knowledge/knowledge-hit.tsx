import { Link } from '@tanstack/react-router';
import type { KnowledgeHitView } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Mark } from '../../components/mark.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { formatMoment } from '../../format/times.ts';

/** One past incident: where the words stand, why it happened, and what was done. */
export function KnowledgeHit({ hit }: { hit: KnowledgeHitView }) {
  const nowMs = useGovernorNowMs();
  const { incidentId, title, type, service, startedAtMs, by, drill, excerpt, cause, solution } = hit;
  return (
    <li className="knowledge-hit">
      <Link to="/incidents/$id" params={{ id: incidentId }} className="link strong">
        {title}
      </Link>{' '}
      <span className="faint small">
        {titleOfIncidentType(type)}, {service}, {formatMoment(startedAtMs, nowMs)}
      </span>{' '}
      {drill && (
        <Mark tone="accent" icon="experiment">
          Drill
        </Mark>
      )}
      {by === 'spelling' && (
        <Mark tone="plain" icon="info">
          similar spelling
        </Mark>
      )}
      <p>
        {excerpt.map(({ text, found }, i) =>
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text, in its order
          found ? <mark key={i}>{text}</mark> : <span key={i}>{text}</span>,
        )}
      </p>
      {cause && (
        <p className="small">
          <span className="faint">Cause</span> {cause}
        </p>
      )}
      {solution && (
        <p className="small">
          <span className="faint">Solution</span> {solution}
        </p>
      )}
    </li>
  );
}
