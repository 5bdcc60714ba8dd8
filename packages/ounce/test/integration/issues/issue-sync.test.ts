import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Served, serve } from '../api/served.ts';
import { type GithubStandIn, githubStandIn } from './github-stand-in.ts';

let standIn: GithubStandIn;
let served: Served;
beforeAll(async () => {
  standIn = await githubStandIn();
  const accounts = { 'SRE Team': 'octo-sre', 'Backend Team': 'octo-backend' };
  const github = { repository: 'octo/shop', token: 'a-token', url: standIn.url, accounts };
  served = await serve({ connectors: { github } });
  await send('/api/catalogue/starter');
});
afterAll(async () => {
  await served?.close();
  await standIn?.close();
});

const send = async (path: string, body: unknown = {}, method = 'POST') =>
  (await served.ask(method, path, { as: 'operator', body })).body;
const sync = (body: unknown = {}) => send('/api/roadmap/issues/sync', body);
const prevention = async (id: string) =>
  (await served.ask('GET', `/api/preventions/${id}`, { as: 'viewer' })).body.prevention;
const issueOf = (id: string) => {
  const found = standIn.issues.find(({ body }) => String(body).includes(`ounce:prevention ${id} `));
  if (!found) throw new Error(`no issue of ${id}`);
  return found as {
    title: string;
    body: string;
    state: string;
    labels: { name: string }[];
    assignees: { login: string }[];
  };
};
const labelsOf = (id: string) => issueOf(id).labels.map(({ name }) => name);

describe('preventions and GitHub issues', () => {
  test('issues are made of the roadmap, once, with labels, assignee and steps', async () => {
    expect((await sync({ create: true, quarter: '2026-Q1', dryRun: true })).created).toHaveLength(9);
    expect(standIn.issues).toEqual([]);
    const { created, troubles } = await sync({ create: true, quarter: '2026-Q1' });
    expect([created.length, troubles]).toEqual([9, []]);
    expect(labelsOf('circuit-breaker-pattern').sort()).toEqual(['P0', 'ounce', 'status: in progress']);
    const { body, assignees, title } = issueOf('circuit-breaker-pattern');
    expect([title, assignees[0]?.login]).toEqual(['Circuit Breaker Pattern', 'octo-backend']);
    expect(body).toContain('- [x] Deploy to Action Handler\n- [ ] Deploy to Pub/Sub consumer');
    expect((await prevention('circuit-breaker-pattern')).issueUrl).toContain('/octo/shop/issues/');
    const again = await sync({ create: true, quarter: '2026-Q1' });
    expect(again).toEqual({ imported: [], created: [], pulled: [], pushed: [], unchanged: 9, troubles: [] });
  });

  test('what was changed there comes here, what was changed here goes there, also at once', async () => {
    const id = 'circuit-breaker-pattern';
    const issue = issueOf(id);
    issue.body = `Words of a person.\n\n${issue.body.replace('- [ ] Deploy to Pub/Sub', '- [x] Deploy to Pub/Sub')}`;
    issue.title = 'Breakers everywhere';
    issue.assignees[0]!.login = 'octo-sre';
    await send(`/api/preventions/${id}`, { priority: 'P1' }, 'PATCH');
    await send(`/api/preventions/${id}/check`, { step: 3, done: true });
    const { pulled, pushed, troubles } = await sync();
    expect([pulled, pushed, troubles]).toEqual([[id], [id], []]);
    const here = await prevention(id);
    expect(here).toMatchObject({ title: 'Breakers everywhere', owner: 'SRE Team', priority: 'P1' });
    expect(here.checklist.map(({ done }: { done: boolean }) => done)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(labelsOf(id)).toContain('P1');
    expect(issueOf(id).body).toMatch(/^Words of a person\..*- \[x\] Deploy to Database connector/s);
  });

  test('a field that both have changed stays as it is here, and is told of', async () => {
    const id = 'canary-deployments';
    issueOf(id).title = 'Their title';
    await send(`/api/preventions/${id}`, { title: 'Our title' }, 'PATCH');
    const { troubles } = await sync();
    expect(troubles).toEqual([`${id}: title is “Our title” here and “Their title” there; Ounce’s stays.`]);
    expect(issueOf(id).title).toBe('Our title');
  });

  test('an issue closed by hand completes nothing whose steps are not done, and is told of each time', async () => {
    const id = 'schema-versioning';
    issueOf(id).state = 'closed';
    expect((await sync()).troubles).toEqual([
      expect.stringContaining(`${id}: “Schema Versioning” cannot be complete`),
    ]);
    const issue = issueOf(id);
    issue.body = issue.body.replaceAll('- [ ]', '- [x]');
    const { pulled, troubles } = await sync();
    expect([pulled, troubles]).toEqual([[id], []]);
    expect(await prevention(id)).toMatchObject({ status: 'complete', completedAtMs: expect.any(Number) });
    expect(labelsOf(id)).toContain('status: complete');
  });

  test('an issue opened again takes its prevention up again', async () => {
    issueOf('schema-versioning').state = 'open';
    await sync();
    expect((await prevention('schema-versioning')).status).toBe('in_progress');
  });

  test('issues with the label become preventions, once', async () => {
    const made: Record<string, unknown> = {
      ...structuredClone(standIn.issues[0]!),
      ...{ number: 77, title: 'Rotate certificates in time' },
    };
    const labels = (made.labels as { name: string }[]).filter(({ name }) => name === 'ounce');
    const url = `${standIn.url}/octo/shop/issues/77`;
    standIn.issues.push({
      ...made,
      labels,
      html_url: url,
      body: '- [ ] find them\n- [x] list them',
      assignees: [],
    });
    const { imported } = await send('/api/roadmap/issues/import');
    expect(imported).toEqual(['rotate-certificates-in-time']);
    expect(await prevention('rotate-certificates-in-time')).toMatchObject({
      ...{ status: 'planned', issueUrl: url },
      checklist: [
        { text: 'find them', done: false },
        { text: 'list them', done: true },
      ],
    });
    expect((await send('/api/roadmap/issues/import')).imported).toEqual([]);
    expect(standIn.faults).toEqual([]);
  });

  test('one that has lost its label is told of', async () => {
    issueOf('schema-versioning').labels = [];
    expect((await sync()).troubles).toEqual([expect.stringMatching(/schema-versioning: .*lost the label/)]);
  });
});
