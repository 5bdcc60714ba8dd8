import type { RestartView } from '../../api/types.ts';
import { csvOf } from '../../format/csv.ts';
import type { BreakerGroup } from './group-breakers.ts';

const time = (atMs: number) => new Date(atMs).toISOString();

export function circuitsCsv(groups: readonly BreakerGroup[]): string {
  return csvOf(
    [
      ...['service', 'region', 'dependency', 'endpoint', 'state', 'since', 'instances', 'not closed'],
      ...['calls', 'failures', 'refused'],
    ],
    groups.map(({ service, region, dependency, endpoint, state, sinceMs, instances, ...counts }) => [
      ...[service, region, dependency, endpoint, state, time(sinceMs), instances, counts.notClosed],
      ...[counts.calls, counts.failures, counts.rejected],
    ]),
  );
}

/** An empty cell is a time that is not over yet. */
export function restartsCsv(restarts: readonly RestartView[]): string {
  return csvOf(
    ['service', 'region', 'instance', 'at', 'detected after ms', 'up again after ms', 'why'],
    restarts.map(({ service, region, instance, atMs, detectMs, recoverMs, why }) => [
      ...[service, region, instance, time(atMs), detectMs, recoverMs, why],
    ]),
  );
}
