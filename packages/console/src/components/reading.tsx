import type { SignalView } from '../api/types.ts';
import { missing } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';
import { Icon } from './icon.tsx';

interface ReadingProps {
  readonly signal: SignalView | undefined;
  readonly format: (value: number) => string;
  readonly nowMs: number;
  /** Whether the reading is past its threshold: then it is marked with a shape too. */
  readonly breached?: boolean;
}

/** One number as it is known: fresh, stale (how old, and why), or not there at all. */
export function Reading({ signal, format, nowMs, breached = false }: ReadingProps) {
  if (!signal)
    return (
      <span className="faint" title="Not measured for this service">
        {missing}
      </span>
    );
  if (signal.value === undefined || signal.atMs === undefined) {
    return (
      <span className="faint" title={signal.stale ?? 'No reading yet'}>
        {missing}
      </span>
    );
  }
  if (signal.stale !== undefined) {
    const age = formatDuration(nowMs - signal.atMs);
    return (
      <span className="reading-stale" title={`Stale: ${signal.stale}`}>
        <span>{format(signal.value)}</span>
        <span className="tone-warn reading-age">
          <Icon name="clock" size={11} />
          <span className="unseen">stale ({signal.stale}), </span>
          {age} old
        </span>
      </span>
    );
  }
  if (!breached) return <span>{format(signal.value)}</span>;
  return (
    <span className="reading-breached tone-bad" title="Above its threshold">
      <Icon name="incident" size={12} />
      <span className="unseen">above its threshold: </span>
      {format(signal.value)}
    </span>
  );
}
