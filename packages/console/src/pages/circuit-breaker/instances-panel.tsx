import type { ServiceHealthView, WarningView } from '../../api/types.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { formatCount } from '../../format/numbers.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';
import { failingInstances, type ProbedInstance } from './probed.ts';

interface InstancesPanelProps {
  readonly services: readonly ServiceHealthView[] | undefined;
  readonly warnings: readonly WarningView[];
  readonly error: Error | null;
  readonly nowMs: number;
}

const warnedForMs = 86_400_000;

/** Which services are probed, and which of their instances do not answer. */
export function InstancesPanel({ services: data, warnings, error, nowMs }: InstancesPanelProps) {
  const failing = failingInstances(data ?? []);
  const count = (data ?? []).reduce((sum, { instances }) => sum + instances.length, 0);
  return (
    <Panel
      title="Instances"
      aside={data && <span className="faint small">{`${formatCount(count)} probed`}</span>}
    >
      {error && !data && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={120} label="Loading the instances" />}
      {data?.length === 0 && (
        <Empty title="No service is probed">
          Give a service a health in ounce.config.ts: how its instances are asked, and how often. See
          docs/controls/service-health.md.
        </Empty>
      )}
      {data && data.length > 0 && (
        <ul>
          {failing.map((instance) => (
            <Failing key={`${instance.service}/${instance.id}`} instance={instance} nowMs={nowMs} />
          ))}
          {warnings
            .filter(({ atMs }) => nowMs - atMs < warnedForMs)
            .map((warning) => (
              <Warning key={warning.seq} warning={warning} nowMs={nowMs} />
            ))}
          {data.map((service) => (
            <Service key={`${service.service}@${service.region}`} service={service} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Warning({ warning: { atMs, service, says }, nowMs }: { warning: WarningView; nowMs: number }) {
  return (
    <li className="instance">
      <p className="row spread">
        <span className="strong">{service}</span>
        <Mark tone="warn" icon="clock">
          ahead
        </Mark>
      </p>
      <p className="small muted">
        {formatMoment(atMs, nowMs)}: {says}
      </p>
    </li>
  );
}

function Failing({ instance, nowMs }: { instance: ProbedInstance; nowMs: number }) {
  const { id, probe, failuresInRow } = instance;
  return (
    <li className="instance">
      <p className="row spread">
        <span className="strong">{id}</span>
        <Mark tone="bad" icon="bad">{`${formatCount(failuresInRow)} failed in a row`}</Mark>
      </p>
      <p className="small muted">
        {probe && `${probe.why ?? 'it is down'}, asked ${formatDuration(nowMs - probe.atMs)} ago`}
      </p>
    </li>
  );
}

function Service({
  service: { service, region, intervalMs, instances, dependencies },
}: {
  service: ServiceHealthView;
}) {
  const up = instances.filter(({ probe }) => probe?.kind === 'up').length;
  const down = dependencies.filter(({ kind }) => kind === 'down');
  return (
    <li className="instance">
      <p className="row spread">
        <span>
          {service} <span className="faint">{region}</span>
        </span>
        <Mark
          tone={up === instances.length ? 'good' : 'warn'}
          icon={up === instances.length ? 'good' : 'clock'}
        >{`${up} of ${instances.length} up`}</Mark>
      </p>
      <p className="small faint">
        every {intervalMs / 1000} s
        {down.length > 0 && `; ${down.map(({ name }) => name).join(', ')}, which it depends on, is down`}
      </p>
    </li>
  );
}
