import type { IncidentFilter, Ledger } from '../../packages/ounce/src/ledger/index.ts';
import type { BenchRow } from '../harness.ts';

const rounds = 200;

const filters: Readonly<Record<string, IncidentFilter>> = {
  'first page': {},
  'one service, severity 1': { service: 'service-7', severity: 1 },
  'one type, resolved': { type: 'unclassified', state: 'resolved' },
  'open ones': { state: 'open' },
  'a month in the middle': { sinceMs: Date.UTC(2020, 1, 1), untilMs: Date.UTC(2020, 2, 1) },
};

/** The 95th percentile of a page of 50 with its count, as the console asks for it. */
export function listRows({ query }: Ledger): BenchRow[] {
  return Object.entries(filters).map(([name, filter]) => {
    const times = Array.from({ length: rounds }, () => {
      const started = performance.now();
      query.incidents({ ...filter, limit: 50 });
      query.incidentCount(filter);
      return performance.now() - started;
    }).sort((a, b) => a - b);
    const p95 = times[Math.floor(rounds * 0.95)]!;
    return {
      case: `list of ${query.incidentCount()} incidents: ${name}`,
      metric: 'p95',
      unit: 'ms',
      values: { file: p95 },
    };
  });
}
