import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { PreventionDetail } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { titleOfIncidentType } from '../../fleet/incident-types.ts';
import { missing } from '../../format/numbers.ts';

/** What it changes, against what, by whom and until when. */
export function PlanPanel({ detail: { prevention, rootCauses } }: { detail: PreventionDetail }) {
  const { oldApproach, newApproach, expectedImpact, control, experiment, services, issueUrl } = prevention;
  const facts: readonly (readonly [string, ReactNode])[] = [
    ['Owner', prevention.owner || missing],
    ['Priority', prevention.priority],
    ['Target', prevention.target ?? 'without an end'],
    ...(prevention.quarter ? [['Roadmap', prevention.quarter] as const] : []),
    ['Kind', prevention.kind],
    ['Prevents', prevention.incidentTypes.map(titleOfIncidentType).join(', ') || missing],
    ['Services', services.length > 0 ? services.join(', ') : 'all'],
    ['Expected', expectedImpact?.says ?? missing],
    ['Carried by', control ?? missing],
    ['Verified by', experiment ?? missing],
    ...(issueUrl
      ? [
          [
            'Issue',
            <a key="issue" className="link" href={issueUrl} rel="noreferrer">
              {issueUrl.replace(/^https?:\/\//, '')}
            </a>,
          ] as const,
        ]
      : []),
  ];
  return (
    <div className="stack">
      <Panel title="The plan" padded>
        <dl className="prevention-facts">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt className="muted">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Panel>
      <Panel title="What changes" padded>
        <div className="stack">
          <h3>Before</h3>
          <p className="muted">{oldApproach || missing}</p>
          <h3>From now on</h3>
          <ul className="bullets">
            {newApproach.map((point) => (
              <li key={point}>{point}</li>
            ))}
          </ul>
          <h3>Against</h3>
          <ul className="bullets">
            {rootCauses.map(({ id, title }) => (
              <li key={id}>{title}</li>
            ))}
          </ul>
          <Link to="/roadmap" className="link">
            The roadmap
          </Link>
        </div>
      </Panel>
    </div>
  );
}
