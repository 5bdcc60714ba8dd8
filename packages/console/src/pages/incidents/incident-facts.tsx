import type { ReactNode } from 'react';
import type { IncidentDetail } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { formatDuration, formatMoment } from '../../format/times.ts';

const sources: Readonly<Record<string, string>> = {
  detection: 'Ounce’s own detection',
  person: 'A person',
  alertmanager: 'Alertmanager',
  pagerduty: 'PagerDuty',
  event: 'An event from outside',
  import: 'An imported history',
};

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="muted">{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** What is known of it. What is not known is not there. */
export function IncidentFacts({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const { service, region, severity, source = 'detection', externalId, customersAffected } = incident;
  const after = (atMs: number | undefined, name: string, why?: string) =>
    atMs !== undefined && (
      <Fact name={name}>
        {formatMoment(atMs, nowMs)}
        <span className="faint small"> after {formatDuration(atMs - incident.startedAtMs)}</span>
        {why && <p className="muted small">{why}</p>}
      </Fact>
    );
  return (
    <Panel title="Facts" padded>
      <dl className="facts">
        <Fact name="Id">
          <code>{incident.id}</code>
        </Fact>
        <Fact name="Service">
          {service}@{region}
        </Fact>
        <Fact name="Severity">{severity}</Fact>
        {customersAffected !== undefined && (
          <Fact name="Customers">{customersAffected.toLocaleString('en')}</Fact>
        )}
        <Fact name="Started">{formatMoment(incident.startedAtMs, nowMs)}</Fact>
        {after(incident.detectedAtMs, 'Noticed')}
        {after(incident.acknowledgedAtMs, 'Acknowledged')}
        {after(incident.mitigatedAtMs, 'Mitigated', incident.mitigatedWhy)}
        {after(incident.resolvedAtMs, 'Resolved', incident.resolvedWhy)}
        <Fact name="Told by">
          {sources[source]}
          {externalId && <p className="faint small break">{externalId}</p>}
        </Fact>
        {incident.experimentId && (
          <Fact name="Experiment">
            <code>{incident.experimentId}</code>
          </Fact>
        )}
      </dl>
    </Panel>
  );
}
