import { useLiveState } from '../../api/live.tsx';
import { Icon } from '../../components/icon.tsx';

/** Opens the drill's dialog, or says why there can be none now. */
export function DrillButton({ onPress }: { onPress: () => void }) {
  const { services, experiment } = useLiveState();
  const busy = experiment !== undefined && experiment.verdict === undefined;
  const allowed = services.some(({ chaos }) => chaos === 'allowed');
  return (
    <>
      {!allowed && (
        <span className="faint small">
          No service is marked <code>chaos: allowed</code>
        </span>
      )}
      <button
        type="button"
        className="button primary"
        onClick={onPress}
        disabled={busy || !allowed}
        title={busy ? 'An experiment is running: one at a time.' : undefined}
      >
        <Icon name="experiment" size={14} />
        Start a drill…
      </button>
    </>
  );
}
