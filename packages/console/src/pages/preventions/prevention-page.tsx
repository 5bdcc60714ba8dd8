import './preventions.css';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useWhoami } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import type { PreventionDetail } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { ChecklistPanel } from './checklist-panel.tsx';
import { EffectPanel } from './effect-panel.tsx';
import { EvidencePanel } from './evidence-panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { StatusDialog } from './status-dialog.tsx';
import { StatusMark } from './status-mark.tsx';
import { TargetDialog } from './target-dialog.tsx';
import { usePrevention } from './use-preventions.ts';

/** One prevention: what it changes, how far it is, and what proves that it works. */
export function PreventionPage() {
  const { id } = useParams({ from: '/preventions/$id' });
  const { data, error } = usePrevention(id);
  if (data) return <OnePrevention detail={data} error={error} />;
  if (error instanceof ApiProblem && error.status === 404)
    return (
      <Empty page title={`No prevention ${id}`}>
        {error.message}{' '}
        <Link to="/preventions" search={{}} className="link">
          All preventions
        </Link>
      </Empty>
    );
  return error ? <ProblemNote error={error} /> : <Skeleton height={480} label="Loading the prevention" />;
}

/** Whether there can be an effect to measure. */
function protects({ status, completedAtMs, rollouts }: PreventionDetail['prevention']): boolean {
  if (status === 'rolling') return rollouts.length > 0;
  return ['complete', 'verified', 'ineffective'].includes(status) && completedAtMs !== undefined;
}

function OnePrevention({ detail, error }: { detail: PreventionDetail; error: Error | null }) {
  const { prevention } = detail;
  const nowMs = useGovernorNowMs();
  const { data: me } = useWhoami();
  const [dialog, setDialog] = useState<'status' | 'target'>();
  const mayChange = me !== undefined && me.role !== 'viewer';
  return (
    <div className="stack">
      <div className="page-head">
        <div className="row">
          <PageTitle>{prevention.title}</PageTitle>
          <StatusMark status={prevention.status} />
        </div>
        <div className="row">
          <button type="button" className="button" disabled={!mayChange} onClick={() => setDialog('target')}>
            Move the target…
          </button>
          <button type="button" className="button" disabled={!mayChange} onClick={() => setDialog('status')}>
            Change the status…
          </button>
        </div>
      </div>
      {error && <ProblemNote error={error} />}
      <div className="prevention-columns">
        <div className="stack">
          <ChecklistPanel prevention={prevention} mayChange={mayChange} />
          <EvidencePanel detail={detail} nowMs={nowMs} mayChange={mayChange} />
          {protects(prevention) && <EffectPanel id={prevention.id} />}
          <HistoryPanel detail={detail} nowMs={nowMs} />
        </div>
        <PlanPanel detail={detail} />
      </div>
      {dialog === 'status' && <StatusDialog detail={detail} onClose={() => setDialog(undefined)} />}
      {dialog === 'target' && <TargetDialog prevention={prevention} onClose={() => setDialog(undefined)} />}
    </div>
  );
}
