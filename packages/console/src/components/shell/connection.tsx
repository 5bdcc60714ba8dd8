import { useLive } from '../../api/live.tsx';
import { useStateAgeMs } from '../../api/use-now.ts';
import { formatDuration } from '../../format/times.ts';
import { Icon } from '../icon.tsx';
import { Mark } from '../mark.tsx';

/** A state that is older than this is no longer "now", even while the connection looks fine. */
export const oldStateMs = 4_000;

/** Beside the fleet's name: whether what is seen is live. */
export function ConnectionMark() {
  const { link } = useLive();
  const ageMs = useStateAgeMs();
  if (link.kind === 'connecting')
    return (
      <Mark tone="plain" icon="clock">
        Connecting
      </Mark>
    );
  if (link.kind === 'lost')
    return (
      <Mark tone="warn" icon="unplugged">
        Offline
      </Mark>
    );
  if (ageMs > oldStateMs) return <Mark tone="warn" icon="clock">{`${formatDuration(ageMs)} old`}</Mark>;
  return (
    <Mark tone="good" icon="good">
      Live
    </Mark>
  );
}

/** While the connection is lost: how old the picture is and when the next try comes. Lies over the page: nothing moves. */
export function ConnectionLost() {
  const { link, latest, retryNow } = useLive();
  const ageMs = useStateAgeMs();
  const lost = link.kind === 'lost';
  return (
    <>
      <div className="unseen" role="status">
        {lost ? 'Connection to the governor lost.' : ''}
      </div>
      {lost && (
        <div className="lost">
          <Icon name="unplugged" />
          <div>
            <p className="strong">
              Connection lost{latest ? `, last state ${formatDuration(ageMs)} old` : ''}
            </p>
            <p className="muted small">{link.why} Trying again by itself.</p>
          </div>
          <button type="button" className="button" onClick={retryNow}>
            Try now
          </button>
        </div>
      )}
    </>
  );
}
