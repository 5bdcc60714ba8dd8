import { z } from 'zod';

export const githubSchema = z
  .strictObject({
    repository: z
      .string()
      .regex(/^[\w.-]+\/[\w.-]+$/, 'expected owner/name')
      .describe('Whose issues: owner/name.'),
    token: z
      .string()
      .min(1)
      .optional()
      .describe('May read and write issues; the environment’s GITHUB_TOKEN when absent.'),
    url: z
      .url({ protocol: /^https?$/ })
      .default('https://api.github.com')
      .describe('Of the REST API.'),
    label: z.string().min(1).default('ounce').describe('Issues with this label belong to Ounce.'),
    accounts: z
      .record(z.string(), z.string())
      .default({})
      .describe('Who is assigned for which owner, e.g. { "SRE Team": "octocat" }.'),
    longestWaitMs: z
      .number()
      .int()
      .min(0)
      .max(600_000)
      .default(60_000)
      .describe('How long a rate limit is waited for.'),
  })
  .describe('GitHub issues that preventions are kept in step with.');
