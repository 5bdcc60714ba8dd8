import { cadences } from '@ounce/core';
import { z } from 'zod';

const timeMs = z.number().int().meta({ description: 'ms since the epoch' });

export const reportSummary = z.object({
  id: z.string(),
  cadence: z.enum(cadences),
  title: z.string(),
  startMs: timeMs,
  endMs: timeMs,
  madeAtMs: timeMs,
});

export const reportView = z.object({
  id: z.string(),
  cadence: z.enum(cadences),
  title: z.string(),
  period: z.object({ label: z.string(), startMs: timeMs, endMs: timeMs, timeZone: z.string() }),
  madeAtMs: timeMs,
  coverage: z.array(z.string()).readonly(),
  sections: z
    .array(
      z.object({
        title: z.string(),
        says: z.array(z.string()).readonly(),
        table: z
          .object({
            head: z.array(z.string()).readonly(),
            rows: z.array(z.array(z.string()).readonly()).readonly(),
          })
          .optional(),
        plot: z
          .object({
            title: z.string(),
            points: z.array(z.object({ label: z.string(), value: z.number().nullable() })).readonly(),
          })
          .optional(),
      }),
    )
    .readonly(),
});

/** A report, and the same as Markdown and as HTML. */
export const reportDocument = z.object({
  report: reportView,
  markdown: z.string(),
  /** A whole page. */
  html: z.string(),
  /** The inside of the page; every text in it is escaped. */
  body: z.string(),
});

export type ReportSummaryView = z.infer<typeof reportSummary>;
export type ReportDocument = z.infer<typeof reportDocument>;
