import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Incident, NewEvent, Prevention } from '@ounce/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../../packages/ounce/test/integration/api/served.ts';
import { openBrowser, sidewaysScroll, type TestBrowser } from './browser.ts';

const dist = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));
const limit = { timeout: 15_000 };

let served: Served;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  served = await serve();
  await cp(dist, served.context.consoleFolder, { recursive: true, force: true });
  browser = await openBrowser();
  page = browser.page;
  await page.goto(`${served.url}/#token=${served.tokens.operator}`);
  await heading('Overview').waitFor(limit);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const heading = (name: string) => page.getByRole('heading', { level: 1, name, exact: true });

test.each([
  ['/', 'Overview'],
  ['/queue-backlog', 'Queue backlog'],
  ['/circuit-breaker', 'Circuit breaker'],
  ['/capacity', 'Capacity'],
  ['/scaling', 'Scaling'],
  ['/controls', 'Controls'],
  ['/reviews', 'Reviews'],
  ['/reviews/PIR-NOPE', 'No review of NOPE yet'],
  ['/preventions', 'Preventions'],
  ['/preventions/nope', 'No prevention nope'],
  ['/roadmap', 'Roadmap'],
  ['/effectiveness', 'Effectiveness'],
  ['/incidents', 'Incidents'],
  ['/incidents/NOPE', 'No incident NOPE'],
  ['/experiments', 'Experiments'],
  ['/knowledge', 'Knowledge'],
  ['/reports', 'Reports'],
  ['/nowhere', 'There is no such page'],
])(
  '%s is headed, and called in its tab, %s; it has something to say without a row, also on a phone',
  async (path, title) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(served.url + path);
    await heading(title).waitFor(limit);
    expect(await page.title()).toBe(`${title} – Ounce`);
    expect(await page.locator('main h1').count()).toBe(1);
    await page
      .locator('.skeleton')
      .first()
      .waitFor({ state: 'detached', ...limit });
    expect((await page.locator('main').innerText()).length).toBeGreaterThan(title.length + 20);
    expect(await sidewaysScroll(page)).toBe(0);
  },
);

test('a search in vain stands among the gaps at once', async () => {
  await page.goto(`${served.url}/knowledge`);
  await page.getByRole('searchbox').fill('zebra crossing');
  await page.getByRole('button', { name: 'Search', exact: true }).click();
  await page.getByText('Nothing was written about “zebra crossing”').waitFor(limit);
  await page.getByRole('button', { name: 'zebra crossing', exact: true }).waitFor(limit);
});

test('the overview counts a prevention that failed twice as one to look at again', async () => {
  const twice = [1, 2].map(
    (n): NewEvent => ({
      ...{ atMs: Date.now(), actor: 'governor', subject: 'prevention:p1', kind: 'prevention.review_opened' },
      data: { preventionId: 'p1', recurrenceId: `r${n}`, why: 'It came back.' },
    }),
  );
  await served.context.ledger.append(twice);
  await page.goto(served.url);
  await page.getByText('1 prevention to look at again').waitFor(limit);
});

test('many open incidents leave the services in sight, and lead to all of them', async () => {
  const many = Array.from({ length: 11 }, (_, i): NewEvent => {
    const atMs = Date.now() - i * 1000;
    const incident: Incident = {
      ...{ id: `INC-${i}`, type: 'latency_spike', service: 'consumer', region: 'local', severity: 3 },
      ...{ drill: false, summary: 'Slow.', startedAtMs: atMs, detectedAtMs: atMs },
    };
    return {
      ...{ atMs, actor: 'governor', subject: `incident:${incident.id}`, kind: 'incident.opened' },
      data: incident,
    };
  });
  await served.context.ledger.append(many);
  await page.goto(served.url);
  await page.getByRole('link', { name: 'All 11 open incidents' }).waitFor(limit);
  expect(await page.locator('main .item').count()).toBe(8);
  await page.getByRole('link', { name: 'All 11 open incidents' }).click();
  await page.getByText('11 in all').waitFor(limit);
});

test('a cell of the roadmap shows its first dozen, and all of them when asked', async () => {
  const { ledger } = served.context;
  await ledger.append(
    Array.from({ length: 15 }, (_, i): NewEvent => {
      const prevention: Prevention = {
        ...{ id: `p-${i}`, version: 1, title: `Prevention ${i}`, status: 'planned', kind: 'process' },
        ...{
          incidentTypes: [],
          rootCauses: [],
          oldApproach: '',
          newApproach: [],
          owner: 'Ada',
          priority: 'P1',
        },
        ...{ target: '2031-02-01', checklist: [], services: [], rollouts: [] },
      };
      return {
        ...{
          atMs: Date.now(),
          actor: 'local',
          subject: `prevention:${prevention.id}`,
          kind: 'prevention.saved',
        },
        data: { prevention },
      };
    }),
  );
  await page.goto(`${served.url}/roadmap`);
  await page.getByRole('button', { name: 'Show 3 more' }).click(limit);
  expect(await page.locator('.roadmap-card').count()).toBe(15);
  await page.getByRole('button', { name: 'Show fewer' }).waitFor(limit);
});
