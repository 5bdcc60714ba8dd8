import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { useActions, useExperiments } from '../../api/queries.ts';
import type { ExperimentView, ServiceState } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { Segments } from '../../components/segments.tsx';
import { ActionsPanel } from './actions-panel.tsx';
import { chartSpan, fittingWindowMs } from './chart-span.ts';
import { ControlsPanel } from './controls-panel.tsx';
import { DepthPanel } from './depth-panel.tsx';
import { DrillButton } from './drill-button.tsx';
import { DrillDialog } from './drill-dialog.tsx';
import { ExperimentPanel } from './experiment-panel.tsx';
import { groupActions } from './group-actions.ts';
import { ReplicasPanel } from './replicas-panel.tsx';
import { scenario } from './scenario.ts';
import { ServicePicker } from './service-picker.tsx';
import { Tiles } from './tiles.tsx';

const windows = [
  { value: 5 * 60_000, label: '5 min' },
  { value: 15 * 60_000, label: '15 min' },
  { value: 60 * 60_000, label: '1 h' },
] as const;

/** The experiments that are judged on this service: the one of now as the live state has it, then those of before. */
function useOwnExperiments({ service, region }: ServiceState): ExperimentView[] {
  const { experiment: live } = useLiveState();
  const { data: past = [] } = useExperiments(30);
  const others = past.filter(({ id }) => id !== live?.id);
  return [...(live ? [live] : []), ...others].filter(
    (one) => one.scenario === scenario && one.target.service === service && one.target.region === region,
  );
}

export function QueueBacklog({
  service,
  queues,
}: {
  service: ServiceState;
  queues: readonly ServiceState[];
}) {
  const nowMs = useGovernorNowMs();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const experiments = useOwnExperiments(service);
  const { startedAtMs } = useLiveState();
  const [chosenMs, setChosenMs] = useState<number>();
  const windowMs = chosenMs ?? fittingWindowMs({ nowMs, startedAtMs, newest: experiments[0] });
  const actions = useActions({ service: service.service, region: service.region }, 200);
  const groups = useMemo(() => actions.data && groupActions(actions.data), [actions.data]);
  const span = chartSpan(nowMs, windowMs, startedAtMs);
  return (
    <div className="stack queue-backlog">
      <div className="page-head">
        <div className="row">
          <PageTitle>Queue backlog</PageTitle>
          <ServicePicker
            services={queues}
            chosen={service}
            onChoose={({ service: name, region }) =>
              navigate({ to: '/queue-backlog', search: { service: name, region } })
            }
          />
        </div>
        <div className="row">
          <Segments label="Time shown" options={windows} value={windowMs} onChange={setChosenMs} />
          <DrillButton onPress={() => setAsking(true)} />
        </div>
      </div>
      <Tiles service={service} nowMs={nowMs} />
      <div className="columns">
        <div className="stack columns-charts">
          <DepthPanel service={service} span={span} actions={groups ?? []} experiments={experiments} />
          <ReplicasPanel service={service} span={span} />
        </div>
        <div className="stack columns-aside">
          <ExperimentPanel experiment={experiments[0]} nowMs={nowMs} />
          <ControlsPanel service={service} nowMs={nowMs} />
        </div>
        <div className="columns-actions">
          <ActionsPanel groups={groups} error={actions.error} nowMs={nowMs} />
        </div>
      </div>
      {asking && <DrillDialog onClose={() => setAsking(false)} />}
    </div>
  );
}
