import { z } from 'zod';
import { asked } from '../asked.ts';
import type { ApiContext, Server } from '../context.ts';
import { present } from '../present.ts';
import { actionRecord as actionSchema, problem } from '../types.ts';
import { actionRecord } from '../views.ts';

const limit = z.coerce.number().int().min(1).max(1000).default(100);
const cursor = z.string().optional();
const verifyReport = z.object({
  kind: z.enum(['intact', 'broken']),
  seq: z.number().optional(),
  says: z.string(),
  tookMs: z.number(),
});

export function ledgerRoutes(server: Server, { ledger, clock }: ApiContext): void {
  const { query } = ledger;

  server.get(
    '/api/actions',
    {
      schema: {
        summary: 'Actions and held-back decisions, newest first',
        querystring: z.object({
          limit,
          cursor,
          beforeSeq: z.coerce.number().int().min(0).optional(),
          service: z.string().optional(),
          region: z.string().optional(),
        }),
        response: { 200: z.object({ items: z.array(actionSchema), next: z.string().optional() }) },
      },
    },
    async ({ query: { beforeSeq, ...wanted } }) => {
      const cursor = wanted.cursor ?? (beforeSeq === undefined ? undefined : String(beforeSeq));
      const { items, next } = asked(() => query.actions(present({ ...wanted, cursor })));
      const drills = query.experiments({ limit: 100 }).items;
      const isDrill = (ref: { service: string }, atMs: number) =>
        drills.some(
          ({ targets, startedAtMs, finishedAtMs = Number.POSITIVE_INFINITY }) =>
            targets.target.service === ref.service && startedAtMs <= atMs && atMs <= finishedAtMs,
        );
      return { items: items.map((item) => actionRecord(item, isDrill)), ...(next ? { next } : {}) };
    },
  );

  server.post(
    '/api/notes',
    {
      config: { role: 'operator' },
      schema: {
        summary: 'Leave a remark in the ledger',
        body: z.strictObject({
          text: z.string().min(1).max(4000),
          subject: z.string().max(200).default('fleet'),
        }),
        response: { 200: z.object({ seq: z.number(), hash: z.string() }), 503: problem },
      },
    },
    async ({ body: { text, subject }, caller }) => {
      const [event] = await ledger.append([
        { atMs: clock.nowMs(), actor: caller.actor, subject, kind: 'note.added', data: { text } },
      ]);
      return { seq: event!.seq, hash: event!.hash };
    },
  );

  server.post(
    '/api/ledger/verify',
    { schema: { summary: 'Walk the whole hash chain', response: { 200: verifyReport } } },
    async () => {
      const report = await ledger.verify();
      if (report.kind === 'broken') return report;
      return {
        kind: report.kind,
        seq: report.head.seq,
        says: `${report.events} events, every hash fits.`,
        tookMs: report.tookMs,
      };
    },
  );

  server.post(
    '/api/ledger/rebuild',
    {
      config: { role: 'admin' },
      schema: {
        summary: 'Make all tables anew from the journal',
        response: { 200: z.object({ events: z.number(), seq: z.number(), tookMs: z.number() }) },
      },
    },
    async () => ledger.rebuild(),
  );
}
