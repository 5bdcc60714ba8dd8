/** The roadmap, as the API says it. All times are ms since the epoch. */
import { z } from 'zod';
import { preventionChange, preventionView } from './preventions.ts';

export const roadmapRow = z.object({
  prevention: preventionView,
  quarter: z.string(),
  mark: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('done') }),
    z.object({ kind: z.literal('overdue'), says: z.string() }),
    z.object({ kind: z.literal('at_risk'), says: z.string() }),
    z.object({ kind: z.literal('on_track') }),
    z.object({ kind: z.literal('open_ended') }),
  ]),
  /** How its target was moved, oldest first. */
  slips: z.array(preventionChange),
});

export const roadmapPage = z.object({
  quarters: z.array(z.object({ quarter: z.string(), preventions: z.number().int() })),
  items: z.array(roadmapRow),
  next: z.string().optional(),
});

export const csvImport = z.object({
  added: z.array(z.string()),
  changed: z.array(z.string()),
  unchanged: z.number().int(),
  bad: z.array(z.object({ line: z.number().int(), says: z.string() })),
});

export type RoadmapPage = z.infer<typeof roadmapPage>;
export type RoadmapRowView = z.infer<typeof roadmapRow>;
export type CsvImportView = z.infer<typeof csvImport>;

const ids = z.array(z.string());
/** What a sync with issues has done, by ids of preventions. */
export const issueSync = z.object({
  ...{ imported: ids, created: ids, pulled: ids, pushed: ids },
  unchanged: z.number().int(),
  /** What could not be put in step, a sentence each. */
  troubles: z.array(z.string()),
});
export type IssueSyncView = z.infer<typeof issueSync>;
