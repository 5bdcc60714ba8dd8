import '../capacity/capacity.css';
import '../queue-backlog/queue-backlog.css';
import './circuit-breaker.css';
import { useMemo } from 'react';
import { useBreakers, useCoverage, useHealth, useRestarts, useTransitions } from '../../api/guard.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { PageTitle } from '../../components/page-title.tsx';
import { BreakersPanel } from './breakers-panel.tsx';
import { CoveragePanel } from './coverage-panel.tsx';
import { groupBreakers } from './group-breakers.ts';
import { IncidentsPanel } from './incidents-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { RestartsPanel } from './restarts-panel.tsx';
import { Summary } from './summary.tsx';
import { TransitionsPanel } from './transitions-panel.tsx';

/** The page of the incident type `circuit_breaker_open`: calls that are refused, instances that are restarted. */
export function CircuitBreakerPage() {
  const nowMs = useGovernorNowMs();
  const breakers = useBreakers();
  const transitions = useTransitions(100);
  const health = useHealth();
  const restarts = useRestarts(20);
  const coverage = useCoverage();
  const groups = useMemo(() => breakers.data && groupBreakers(breakers.data), [breakers.data]);
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Circuit breaker</PageTitle>
        <span className="muted">circuits, probes, restarts</span>
      </div>
      <Summary
        groups={groups}
        health={health.data?.items}
        restarts={restarts.data}
        coverage={coverage.data}
        nowMs={nowMs}
      />
      <div className="breaker-columns">
        <div className="stack">
          <BreakersPanel groups={groups} error={breakers.error} nowMs={nowMs} />
          <RestartsPanel query={restarts} nowMs={nowMs} />
          <TransitionsPanel query={transitions} nowMs={nowMs} />
        </div>
        <div className="stack">
          <InstancesPanel
            services={health.data?.items}
            warnings={health.data?.warnings ?? []}
            error={health.error}
            nowMs={nowMs}
          />
          <CoveragePanel query={coverage} nowMs={nowMs} />
        </div>
      </div>
      <IncidentsPanel nowMs={nowMs} />
    </div>
  );
}
