import { dispersionAllowance, effectiveCount, rateRatio, type TicketCount } from '@ounce/core';
import { rateOf, ratioView } from './to-view.ts';
import type { TicketsView } from './views.ts';

const dayMs = 86_400_000;

/**
 * Tickets a month before and after, over the stretches that lie wholly on one side. Counts that name no service and no
 * type are the whole; where there are none, the parts are added up. Null without any on both sides.
 */
export function ticketsChange(counts: readonly TicketCount[], splitMs: number): TicketsView | null {
  const whole = counts.filter(({ service, type }) => service === undefined && type === undefined);
  const used = whole.length > 0 ? whole : counts;
  const stretches = (of: readonly TicketCount[]) => {
    const byStretch = new Map<string, { count: number; exposureDays: number }>();
    for (const { sinceMs, untilMs, count } of of) {
      const key = `${sinceMs} ${untilMs}`;
      const sum = (byStretch.get(key)?.count ?? 0) + count;
      byStretch.set(key, { count: sum, exposureDays: (untilMs - sinceMs) / dayMs });
    }
    return [...byStretch.values()];
  };
  const before = stretches(used.filter(({ untilMs }) => untilMs <= splitMs));
  const after = stretches(used.filter(({ sinceMs }) => sinceMs >= splitMs));
  if (before.length === 0 || after.length === 0) return null;
  const { factor } = dispersionAllowance([{ blockDays: 0, periods: [before, after] }]);
  const [early, late] = [total(before), total(after)];
  const { midP } = rateRatio(effectiveCount(early, factor), effectiveCount(late, factor));
  const { estimate } = rateRatio(early, late);
  const left = used.length - used.filter((c) => c.untilMs <= splitMs || c.sinceMs >= splitMs).length;
  return {
    before: rateOf(early.count, early.exposureDays),
    after: rateOf(late.count, late.exposureDays),
    ratio: ratioView(estimate, midP),
    says: `${before.length} counted stretches before and ${after.length} after${left > 0 ? `; ${left} lie across the change and are left out` : ''}. The interval is for one look${factor > 1 ? `, widened ${factor.toFixed(1)} times for the scatter between stretches` : ''}.`,
  };
}

function total(of: readonly { count: number; exposureDays: number }[]) {
  return of.reduce((sum, each) => ({
    count: sum.count + each.count,
    exposureDays: sum.exposureDays + each.exposureDays,
  }));
}
