import { createRandom } from '../../packages/core/src/statistics/random.ts';
import type { LedgerQueries } from '../../packages/ounce/src/ledger/index.ts';
import type { BenchRow } from '../harness.ts';

const runs = 300;

/** Each query again and again with other arguments; the time below which 95 of 100 stay. */
export function benchQueries(query: LedgerQueries): BenchRow[] {
  const random = createRandom(5);
  const all = query.counts();
  const total = all.incidents.total + all.drills.total;
  const service = () => `service-${Math.floor(random() * 50)}`;
  const oldest = oldestCursor(query);
  const known = query.incidents({ limit: 1000 }).items;
  const cases: Record<string, () => unknown> = {
    'incidents, first page': () => query.incidents(),
    'incidents, a page in the middle': () => query.incidents({ cursor: oldest(random()) }),
    'incidents of a type and a service': () => query.incidents({ type: 'latency_spike', service: service() }),
    'incidents of severity 1, real': () => query.incidents({ severity: 1, drill: false }),
    'incidents of a region with none': () => query.incidents({ region: 'nowhere' }),
    'open incidents': () => query.openIncidents(),
    'one incident': () => query.incident(known[Math.floor(random() * known.length)]!.id),
    'newest actions of a service': () => query.actions({ service: service() }),
    'failed actions': () => query.actions({ outcome: 'failed', service: service() }),
    experiments: () => query.experiments({ limit: 20 }),
    'control days of a service': () => query.controlDays({ control: 'canary', service: service() }),
    counts: () => query.counts(),
    'modes and freeze': () => [query.modes(), query.freeze()],
  };
  return Object.entries(cases).map(([name, run]) => ({
    case: `${name} (${total} incidents)`,
    metric: 'p95',
    unit: 'ms',
    values: { 'read model': p95(run) },
  }));
}

/** Cursors spread over the whole list of incidents. */
function oldestCursor(query: LedgerQueries): (share: number) => string {
  const cursors: string[] = [];
  for (let cursor = query.incidents({ limit: 1000 }).next; cursor !== undefined; ) {
    cursors.push(cursor);
    cursor = query.incidents({ limit: 1000, cursor }).next;
  }
  return (share) => cursors[Math.floor(share * cursors.length)]!;
}

function p95(run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const startedMs = performance.now();
    run();
    return performance.now() - startedMs;
  });
  return times.sort((a, b) => a - b)[Math.floor(runs * 0.95)]!;
}
