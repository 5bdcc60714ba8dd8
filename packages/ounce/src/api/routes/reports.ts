import { cadences, OunceError, type Report } from '@ounce/core';
import { z } from 'zod';
import {
  makeReport,
  periodAt,
  periodBefore,
  periodOf,
  reportBody,
  reportToHtml,
  reportToMarkdown,
} from '../../prevention/cadence/index.ts';
import { incidentTypes } from '../../prevention/incidents/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { type ReportDocument, reportDocument, reportSummary } from '../types.ts';

const tags = ['reports'];

export function reportRoutes(server: Server, context: ApiContext): void {
  const { ledger, effectiveness, clock, config } = context;
  const world = { ledger, effectiveness, titleOf: titles(context) };

  server.get(
    '/api/reports',
    {
      schema: {
        ...{ tags, summary: 'Reviews that were made, the newest period first' },
        querystring: z.object({ cadence: z.enum(cadences).optional() }),
        response: { 200: z.object({ items: z.array(reportSummary) }) },
      },
    },
    async ({ query: { cadence } }) => ({ items: [...ledger.query.reports(cadence ? { cadence } : {})] }),
  );

  server.get(
    '/api/reports/:id',
    {
      schema: {
        ...{ tags, summary: 'A review that was made' },
        ...{ params: z.object({ id: z.string() }), response: { 200: reportDocument } },
      },
    },
    async ({ params: { id } }) => {
      const report = ledger.query.report(id);
      if (report) return documentOf(report);
      throw new OunceError('OUNCE_E_NOT_FOUND', `No review "${id}" was made.`);
    },
  );

  server.get(
    '/api/reviews-now/:cadence',
    {
      schema: {
        ...{
          tags,
          summary:
            'A review made now: of the period named, or of the last one that is over. Nothing is kept.',
        },
        params: z.object({ cadence: z.enum(cadences) }),
        querystring: z.object({ period: z.string().optional() }),
        response: { 200: reportDocument },
      },
    },
    async ({ params: { cadence }, query: { period: label } }) => {
      const { timeZone } = config.cadence;
      const nowMs = clock.nowMs();
      const period = label
        ? periodOf(cadence, label, timeZone)
        : periodBefore(cadence, periodAt(cadence, nowMs, timeZone));
      return documentOf(makeReport(world, cadence, period, nowMs));
    },
  );
}

const documentOf = (report: Report): ReportDocument => ({
  report: report as ReportDocument['report'],
  markdown: reportToMarkdown(report),
  html: reportToHtml(report),
  body: reportBody(report),
});

/** How each incident type is called, a team's own too. */
export function titles({ config }: Pick<ApiContext, 'config'>): (type: string) => string {
  const known = new Map(incidentTypes(config.incidentTypes).map(({ id, title }) => [id, title]));
  return (type) => known.get(type) ?? type;
}
