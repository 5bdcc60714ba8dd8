import { isQuarter } from '@ounce/core';
import { z } from 'zod';
import { Preventions } from '../../prevention/preventions/index.ts';
import {
  importRoadmap,
  type RoadmapRow,
  roadmapOf,
  roadmapToCsv,
  wholeRoadmap,
} from '../../prevention/roadmap/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { preventionViewOf } from '../prevention-views.ts';
import { csvImport, type RoadmapRowView, roadmapPage } from '../types.ts';

const tags = ['roadmap'];
const quarter = z.string().refine(isQuarter, 'expected a quarter such as 2026-Q1').optional();

export function roadmapRoutes(server: Server, context: ApiContext): void {
  const { ledger, clock, effects } = context;
  const preventions = new Preventions({ ledger, clock, ...(effects ? { effects } : {}) });

  server.get(
    '/api/roadmap',
    {
      schema: {
        ...{ tags, summary: 'The roadmap: by quarter, priority and target, with what is overdue or at risk' },
        querystring: z.object({
          quarter,
          limit: z.coerce.number().int().min(1).max(1000).default(500),
          cursor: z.string().optional(),
        }),
        response: { 200: roadmapPage },
      },
    },
    async ({ query }) => {
      const { items, next } = roadmapOf(ledger, clock.nowMs(), present(query));
      return {
        quarters: [...ledger.query.roadmapQuarters()],
        items: items.map(rowViewOf),
        ...(next ? { next } : {}),
      };
    },
  );

  server.get(
    '/api/roadmap/csv',
    {
      schema: {
        ...{ tags, summary: 'The roadmap as CSV', querystring: z.object({ quarter }) },
        response: { 200: z.object({ csv: z.string() }) },
      },
    },
    async ({ query }) => ({ csv: roadmapToCsv(wholeRoadmap(ledger, clock.nowMs(), present(query))) }),
  );

  server.post(
    '/api/roadmap/csv',
    {
      config: { role: 'operator' },
      schema: {
        ...{ tags, summary: 'Take a roadmap in from CSV; lines that cannot be used are named and set aside' },
        body: z.strictObject({
          csv: z.string(),
          dryRun: z.boolean().default(false),
          reason: z.string().max(2_000).optional(),
        }),
        response: { 200: csvImport },
      },
    },
    async ({ body: { csv, ...options }, caller: { actor } }) => {
      const { added, changed, unchanged, bad } = await importRoadmap(csv, {
        ...{ ledger, preventions, actor },
        ...present(options),
      });
      return { added: [...added], changed: [...changed], unchanged, bad: [...bad] };
    },
  );
}

function rowViewOf({ prevention, slips, ...row }: RoadmapRow): RoadmapRowView {
  return { ...row, prevention: preventionViewOf(prevention), slips: [...slips] };
}
