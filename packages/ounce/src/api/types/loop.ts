import { z } from 'zod';

const count = z.number().int().min(0);

/** Real incidents only; drills are counted as drills. */
export const loopView = z.object({
  incidents: z.object({ open: count, last30Days: count, before30Days: count }),
  reviews: z.object({ overdue: count, drafts: count }),
  preventions: z.object({
    all: count,
    done: count,
    verified: count,
    ineffective: count,
    overdue: count,
    atRisk: count,
  }),
  drills: z.object({ last30Days: count, passed: count }),
  /** `toReview`: preventions that something came back in spite of, whose second look is not done. */
  recurrences: z.object({ last30Days: count, toReview: count }),
});

export type LoopView = z.infer<typeof loopView>;
