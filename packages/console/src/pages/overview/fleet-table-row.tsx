import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ServiceState } from '../../api/types.ts';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { Reading } from '../../components/reading.tsx';
import { ReplicaCount } from '../../components/replica-count.tsx';
import type { FleetRow } from '../../fleet/browse.ts';
import { type Health, isBreached } from '../../fleet/health.ts';
import { lookOfControl } from '../../fleet/outcome.ts';
import { formatCount, formatLatency, formatRate, formatShare } from '../../format/numbers.ts';
import { columns } from './columns.ts';

const healthLooks = {
  healthy: { icon: 'good', tone: 'tone-good', word: 'Healthy' },
  attention: { icon: 'incident', tone: 'tone-bad', word: 'Needs attention' },
  unknown: { icon: 'clock', tone: 'tone-warn', word: 'Not known' },
} as const;

const formats = {
  queueDepth: formatCount,
  arrivalRate: formatRate,
  serviceRate: formatRate,
  errorRate: formatShare,
  latencyP95Ms: formatLatency,
} as const;
const signals = Object.keys(formats) as (keyof typeof formats)[];

function Name({ service, health }: { service: ServiceState; health: Health }) {
  const { icon, tone, word } = healthLooks[health.kind];
  const reasons = health.reasons.join(', ');
  const name = (
    <>
      <span className="strong">{service.service}</span> <span className="faint">{service.region}</span>
    </>
  );
  return (
    <th scope="row" className="fleet-name">
      <div>
        <span className={`fleet-health ${tone}`} title={word}>
          <Icon name={icon} size={15} />
          <span className="unseen">{word}: </span>
        </span>
        <span className="fleet-words">
          {service.signals.queueDepth ? (
            <Link
              to="/queue-backlog"
              search={{ service: service.service, region: service.region }}
              className="fleet-link"
            >
              {name}
            </Link>
          ) : (
            <span>{name}</span>
          )}
          <span className={`small ${health.kind === 'healthy' ? 'faint' : tone}`}>
            {reasons || 'healthy'}
          </span>
        </span>
      </div>
    </th>
  );
}

function Controls({ service }: { service: ServiceState }) {
  if (service.controls.length === 0) return <span className="faint">none</span>;
  return service.controls.map((control) => {
    const { tone, icon, label, why } = lookOfControl(control);
    return (
      <span key={control.control} className="fleet-control">
        <Mark tone={tone} icon={icon} title={why}>
          {label}
        </Mark>
        <span className="faint small">
          {control.title} · {control.mode}
        </span>
      </span>
    );
  });
}

interface CellProps {
  readonly label: string;
  /** Not measured at all: narrow screens leave it out. */
  readonly absent?: boolean;
  readonly children: ReactNode;
}

function Cell({ label, absent = false, children }: CellProps) {
  return (
    <td className="number" data-label={label} data-absent={absent}>
      {children}
    </td>
  );
}

export function FleetTableRow({ row: { service, health }, nowMs }: { row: FleetRow; nowMs: number }) {
  return (
    <tr>
      <Name service={service} health={health} />
      <Cell label={columns.replicas}>
        <ReplicaCount service={service} />
      </Cell>
      {signals.map((signal) => (
        <Cell key={signal} label={columns[signal]} absent={service.signals[signal] === undefined}>
          <Reading
            signal={service.signals[signal]}
            format={formats[signal]}
            nowMs={nowMs}
            breached={isBreached(service, signal)}
          />
        </Cell>
      ))}
      <td className="fleet-controls" data-absent={service.controls.length === 0}>
        <Controls service={service} />
      </td>
    </tr>
  );
}
