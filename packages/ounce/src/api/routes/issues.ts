import { isQuarter, OunceError } from '@ounce/core';
import { z } from 'zod';
import { githubIssues } from '../../connectors/github-issues/index.ts';
import { Preventions } from '../../prevention/preventions/index.ts';
import {
  type IssueSync,
  type IssueSyncOptions,
  importIssues,
  syncIssues,
} from '../../prevention/roadmap/index.ts';
import type { ApiContext, Server } from '../context.ts';
import { type IssueSyncView, issueSync } from '../types.ts';

const dryRun = z.boolean().default(false);

export function issueRoutes(server: Server, context: ApiContext): void {
  const stopped = new AbortController();
  server.addHook('onClose', async () => stopped.abort(new Error('the governor stops')));
  const schema = { tags: ['roadmap'], response: { 200: issueSync } };

  server.post(
    '/api/roadmap/issues/import',
    {
      config: { role: 'operator' },
      schema: {
        ...{
          ...schema,
          summary: 'Make a prevention of each GitHub issue that has the label and belongs to none',
        },
        body: z.strictObject({ dryRun }),
      },
    },
    async ({ body, caller: { actor } }) =>
      viewOf(await importIssues(optionsOf(context, { ...body, actor, signal: stopped.signal }))),
  );

  server.post(
    '/api/roadmap/issues/sync',
    {
      config: { role: 'operator' },
      schema: {
        ...{ ...schema, summary: 'Put preventions and their GitHub issues in step, both ways' },
        body: z.strictObject({
          dryRun,
          create: z.boolean().default(false),
          quarter: z.string().refine(isQuarter, 'expected a quarter such as 2026-Q1').optional(),
        }),
      },
    },
    async ({ body: { create, quarter, ...body }, caller: { actor } }) =>
      viewOf(
        await syncIssues(optionsOf(context, { ...body, actor, signal: stopped.signal }), {
          create,
          ...(quarter ? { quarter } : {}),
        }),
      ),
  );
}

function optionsOf(
  { config, ledger, clock, effects }: ApiContext,
  run: Pick<IssueSyncOptions, 'actor' | 'dryRun' | 'signal'>,
): IssueSyncOptions {
  const { github } = config.connectors;
  const token = github?.token ?? process.env.GITHUB_TOKEN;
  if (!github || !token)
    throw new OunceError(
      'OUNCE_E_ISSUE_TRACKER',
      github ? 'There is no token for GitHub.' : 'The config names no repository for issues.',
      {
        mend: 'Set `connectors.github.repository` in the config and GITHUB_TOKEN in the governor’s environment.',
      },
    );
  const { repository, url, label, accounts, longestWaitMs } = github;
  const tracker = githubIssues({ clock, repository, url, token, longestWaitMs });
  const preventions = new Preventions({ ledger, clock, ...(effects ? { effects } : {}) });
  return { ledger, clock, preventions, tracker, label, accounts, ...run };
}

function viewOf(report: IssueSync): IssueSyncView {
  const { imported, created, pulled, pushed, unchanged, troubles } = report;
  return {
    ...{ imported: [...imported], created: [...created], pulled: [...pulled], pushed: [...pushed] },
    ...{ unchanged, troubles: [...troubles] },
  };
}
