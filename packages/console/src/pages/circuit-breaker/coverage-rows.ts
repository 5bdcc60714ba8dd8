import type { Coverage } from '../../api/guard.ts';
import { missing } from '../../format/numbers.ts';

type Counts = { readonly calls: number; readonly guarded: number };

export interface CoverageRow {
  readonly service: string;
  readonly audited?: Coverage['items'][number];
  /** Over all its regions. */
  readonly live?: Counts;
}

/** One row for each service that was audited or tells of itself, the least covered first. */
export function coverageRows({ items, live }: Coverage): CoverageRow[] {
  const rows = new Map<string, CoverageRow>();
  for (const audited of items) rows.set(audited.service, { service: audited.service, audited });
  for (const { service, calls, guarded } of live) {
    const known = rows.get(service) ?? { service };
    const sum = known.live ?? { calls: 0, guarded: 0 };
    rows.set(service, { ...known, live: { calls: sum.calls + calls, guarded: sum.guarded + guarded } });
  }
  const share = ({ audited, live: seen }: CoverageRow) => shareOf(audited ?? seen) ?? 2;
  return [...rows.values()].sort((a, b) => share(a) - share(b) || a.service.localeCompare(b.service));
}

function shareOf(counts: Counts | undefined): number | undefined {
  return counts && counts.calls > 0 ? counts.guarded / counts.calls : undefined;
}

/** Rounded down: 100 % is said only of all. */
export function sharePercent(counts: Counts): string {
  const share = shareOf(counts);
  return share === undefined ? missing : `${Math.floor(share * 100)} %`;
}
