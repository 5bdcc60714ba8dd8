import './queue-backlog.css';
import { useSearch } from '@tanstack/react-router';
import { useLiveState } from '../../api/live.tsx';
import type { LiveState, ServiceState } from '../../api/types.ts';
import { Empty } from '../../components/empty.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { isBreached } from '../../fleet/health.ts';
import { chooseTarget } from '../../fleet/target.ts';
import { QueueBacklog } from './queue-backlog.tsx';

/** What a person who names no service should see first: a drill, then trouble, then whatever Ounce watches. */
function urgency({ experiment, openIncidents }: LiveState, service: ServiceState): number {
  const isHere = (other: { service: string; region: string }) =>
    other.service === service.service && other.region === service.region;
  return (
    (experiment && isHere(experiment.target) ? 8 : 0) +
    (openIncidents.some(isHere) ? 4 : 0) +
    (isBreached(service, 'queueDepth') ? 2 : 0) +
    (service.controls.length > 0 ? 1 : 0)
  );
}

/** The page of the incident type `queue_backlog`. */
export function QueueBacklogPage() {
  const state = useLiveState();
  const wanted = useSearch({ from: '/queue-backlog' });
  const queues = state.services.filter(({ signals }) => signals.queueDepth !== undefined);
  const service = chooseTarget(queues, wanted, (candidate) => urgency(state, candidate));
  if (service)
    return <QueueBacklog key={`${service.service}@${service.region}`} service={service} queues={queues} />;
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Queue backlog</PageTitle>
      </div>
      <Panel title="No queue to show">
        {wanted.service !== undefined && queues.length > 0 ? (
          <Empty title={`${wanted.service} is not under care here`}>
            It was renamed or taken out of the configuration, or it has no queue. The overview lists every
            service.
          </Empty>
        ) : (
          <Empty title="No service has a queue depth" command="npx ounce doctor">
            Give a service the signal queueDepth in ounce.config.ts: the query that reads how many messages
            wait. Then start the governor again; doctor says whether the query gives an answer.
          </Empty>
        )}
      </Panel>
    </div>
  );
}
