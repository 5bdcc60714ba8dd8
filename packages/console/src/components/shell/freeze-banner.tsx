import type { FreezeView } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';
import { Icon } from '../icon.tsx';

type Frozen = Extract<FreezeView, { frozen: true }>;

function Banner({ freeze, onLift }: { freeze: Frozen; onLift: () => void }) {
  const nowMs = useGovernorNowMs();
  return (
    <div className="freeze-banner">
      <Icon name="freeze" size={18} />
      <p>
        <strong>Frozen: nothing acts.</strong> “{freeze.reason}” – {freeze.actor}, since{' '}
        {formatMoment(freeze.sinceMs, nowMs)} ({formatDuration(nowMs - freeze.sinceMs)})
      </p>
      <button type="button" className="button on-alarm" onClick={onLift}>
        <Icon name="lift" size={14} />
        Lift the freeze…
      </button>
    </div>
  );
}

/** Stands over everything while the fleet is frozen; says aloud, once, that it was set or lifted. */
export function FreezeBanner({ freeze, onLift }: { freeze: FreezeView; onLift: () => void }) {
  return (
    <>
      <div className="unseen" role="status" aria-live="assertive">
        {freeze.frozen ? `Frozen: nothing acts. Reason: ${freeze.reason}` : 'Not frozen: controls may act.'}
      </div>
      {freeze.frozen && <Banner freeze={freeze} onLift={onLift} />}
    </>
  );
}
