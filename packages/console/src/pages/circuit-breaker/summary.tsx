import type { ReactNode } from 'react';
import type { Coverage } from '../../api/guard.ts';
import type { RestartView, ServiceHealthView } from '../../api/types.ts';
import { formatCount, formatLatency, missing } from '../../format/numbers.ts';
import { sharePercent } from './coverage-rows.ts';
import type { BreakerGroup } from './group-breakers.ts';
import { failingInstances } from './probed.ts';

interface SummaryProps {
  readonly groups: readonly BreakerGroup[] | undefined;
  readonly health: readonly ServiceHealthView[] | undefined;
  readonly restarts: readonly RestartView[] | undefined;
  readonly coverage: Coverage | undefined;
  readonly nowMs: number;
}

const dayMs = 86_400_000;

/** The figures of now, each with what it is to be held against. */
export function Summary({ groups, health, restarts, coverage, nowMs }: SummaryProps) {
  const notClosed = groups?.filter(({ state }) => state !== 'closed').length;
  const instances = health?.reduce((sum, service) => sum + service.instances.length, 0);
  const failing = health && failingInstances(health).length;
  const lately = restarts?.filter(({ atMs }) => nowMs - atMs < dayMs);
  const times = (lately ?? []).flatMap(({ recoverMs }) => recoverMs ?? []).sort((a, b) => a - b);
  const live = (coverage?.live ?? []).reduce(
    (sum, { calls, guarded }) => ({ calls: sum.calls + calls, guarded: sum.guarded + guarded }),
    { calls: 0, guarded: 0 },
  );
  return (
    <dl className="tiles breaker-tiles">
      <Tile name="Circuits not closed" bad={(notClosed ?? 0) > 0} below={`of ${count(groups?.length)}`}>
        {count(notClosed)}
      </Tile>
      <Tile name="Instances failing" bad={(failing ?? 0) > 0} below={`of ${count(instances)} probed`}>
        {count(failing)}
      </Tile>
      <Tile name="Restarts" below="in the last 24 hours">
        {count(lately?.length)}
      </Tile>
      <Tile name="Up again after" below="median, from the first failed probe">
        {times.length === 0 ? missing : formatLatency(times[times.length >> 1] ?? 0)}
      </Tile>
      <Tile
        name="Guarded calls"
        below={live.calls === 0 ? 'nobody counts' : `of ${formatCount(live.calls)} live`}
      >
        {sharePercent(live)}
      </Tile>
    </dl>
  );
}

const count = (value: number | undefined): string => (value === undefined ? missing : formatCount(value));

interface TileProps {
  readonly name: string;
  readonly below: string;
  readonly bad?: boolean;
  readonly children: ReactNode;
}

function Tile({ name, below, bad = false, children }: TileProps) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd>
        <span className={`tile-figure${bad ? ' tone-bad' : ''}`}>{children}</span>
        <span className="tile-below">{below}</span>
      </dd>
    </div>
  );
}
