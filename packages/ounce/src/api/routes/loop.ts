import { overdueReviewCount } from '../../prevention/reviews/index.ts';
import { wholeRoadmap } from '../../prevention/roadmap/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { type LoopView, loopView } from '../types.ts';

const dayMs = 86_400_000;
const monthMs = 30 * dayMs;
/** Marks move with the clock, not only with the ledger. */
const validMs = 60_000;

/** The whole loop in figures: from incidents to what came back although something should have stopped it. */
export function loopRoutes(server: Server, { ledger, clock }: ApiContext): void {
  let known: { seq: number; atMs: number; view: LoopView } | undefined;

  server.get(
    '/api/loop',
    {
      schema: { summary: 'The loop in figures, from incidents to recurrences', response: { 200: loopView } },
    },
    async () => {
      const [{ seq }, nowMs] = [ledger.query.head(), clock.nowMs()];
      if (known?.seq !== seq || nowMs - known.atMs > validMs) known = { seq, atMs: nowMs, view: look(nowMs) };
      return known.view;
    },
  );

  function look(nowMs: number): LoopView {
    const { query } = ledger;
    const since = (sinceMs: number, untilMs: number) =>
      query.incidentCount({ drill: false, sinceMs, untilMs });
    const marks = { done: 0, overdue: 0, at_risk: 0, on_track: 0, open_ended: 0 };
    let [verified, ineffective, all] = [0, 0, 0];
    for (const { prevention, mark } of wholeRoadmap(ledger, nowMs)) {
      if (prevention.status === 'retired') continue;
      all++;
      marks[mark.kind]++;
      if (prevention.status === 'verified') verified++;
      if (prevention.status === 'ineffective') ineffective++;
    }
    const drills = query
      .experiments({ limit: 200 })
      .items.filter(({ startedAtMs }) => startedAtMs > nowMs - monthMs);
    return {
      incidents: {
        open: query.openIncidents().filter(({ drill }) => !drill).length,
        last30Days: since(nowMs - monthMs, nowMs),
        before30Days: since(nowMs - 2 * monthMs, nowMs - monthMs),
      },
      reviews: {
        overdue: overdueReviewCount(ledger, nowMs),
        drafts: query.reviews({ status: 'draft', limit: 1000 }).items.length,
      },
      preventions: {
        all,
        done: marks.done,
        verified,
        ineffective,
        overdue: marks.overdue,
        atRisk: marks.at_risk,
      },
      drills: {
        last30Days: drills.length,
        passed: drills.filter(({ verdict }) => verdict?.kind === 'passed').length,
      },
      recurrences: {
        last30Days: query.recurrences({ limit: 1000 }).items.filter(({ atMs }) => atMs > nowMs - monthMs)
          .length,
        toReview: new Set(query.preventionReviews({ open: true }).map(({ preventionId }) => preventionId))
          .size,
      },
    };
  }
}
