import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Incident } from '@ounce/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Served, serve } from '../../packages/ounce/test/integration/api/served.ts';
import { openBrowser, sidewaysScroll, type TestBrowser } from './browser.ts';

const dist = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));
const limit = { timeout: 30_000 };

let served: Served;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  served = await serve();
  const { ledger, clock, consoleFolder } = served.context;
  await cp(dist, consoleFolder, { recursive: true, force: true });
  const nowMs = clock.nowMs();
  const data: Incident = {
    ...{
      id: 'inc-1',
      type: 'queue_backlog',
      service: 'consumer',
      region: 'local',
      severity: 2,
      drill: false,
    },
    ...{ summary: 'Messages waited for 4 minutes.', source: 'person', customersAffected: 1_200 },
    ...{ startedAtMs: nowMs - 3_600_000, detectedAtMs: nowMs - 3_560_000, resolvedAtMs: nowMs - 1_800_000 },
  };
  const about = { atMs: nowMs, actor: 'local', subject: 'incident:inc-1' };
  await ledger.append([{ ...about, kind: 'incident.opened', data }]);
  browser = await openBrowser();
  page = browser.page;
  await page.goto(`${served.url}/preventions#token=${served.tokens.operator}`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const open = (path: string) =>
  page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
const button = (name: string) => page.getByRole('button', { name, exact: true });
const says = (text: string) => page.getByText(text).first().waitFor(limit);

test('a newcomer loads the catalogue where there is nothing yet', async () => {
  await button('Load the starter catalogue').click(limit);
  await page.getByRole('link', { name: 'Predictive Scaling' }).waitFor(limit);
});

test('a review is drafted, given a root cause, and leads to a prevention', async () => {
  await open('/reviews/inc-1');
  await button('Draft the review').click(limit);
  await says('The section “Lessons” is empty.');
  await page.getByLabel('No predictive scaling').check(limit);
  await button('Save').click(limit);
  await page.getByRole('link', { name: 'Predictive Scaling' }).waitFor(limit);
  await button('Make it an action').first().click(limit);
  await says('One of its actions');
  await browser.screenshot('review');
});

test('two who write at once see both versions, and lose neither', async () => {
  await page.getByLabel('Lessons').fill('Alert on the rate of change.', limit);
  const { body } = await served.ask('GET', '/api/reviews/PIR-inc-1', { as: 'viewer' });
  const { createdAtMs, savedAtMs, savedBy, finishedAtMs, id, incidentId, status, version, ...fields } =
    body.review;
  const theirs = { ...fields, lessons: 'Page on growth.', whyNotCaught: 'The alert looked at depth.' };
  const saved = await served.ask('PUT', '/api/reviews/PIR-inc-1', {
    ...{ as: 'operator', body: { ...theirs, baseVersion: version } },
  });
  expect(saved.status).toBe(200);
  await button('Save').click(limit);
  await says('Two have written at the same time');
  expect(await page.getByText('Alert on the rate of change.').count()).toBe(1);
  expect(await page.getByText('Page on growth.').count()).toBe(1);
  await browser.screenshot('review-conflict');
  await button('Save both together').click(limit);
  await says('Nothing is missing.');
  expect(await page.getByLabel('Lessons').inputValue(limit)).toBe(
    'Page on growth.\n\nAlert on the rate of change.',
  );
  expect(await page.getByLabel('Why it was not caught').inputValue(limit)).toBe('The alert looked at depth.');
});

test('a review with nothing missing is finished', async () => {
  await button('Finish').click(limit);
  await button('Take it up again').waitFor(limit);
});

test('a prevention goes from its steps to complete, and says what is missing before it is verified', async () => {
  await open('/preventions/predictive-scaling');
  await page.getByLabel('Implement in Governor').waitFor(limit);
  for (const step of await page.locator('.checklist input[type=checkbox]').all()) await step.check(limit);
  await page.getByText('5/5').first().waitFor(limit);
  await button('Change the status…').click(limit);
  await page.getByRole('radio', { name: /^Complete/ }).check(limit);
  await button('Set it').click(limit);
  await says('No experiment queue_backlog has passed');
  expect(await button('Verify').isDisabled()).toBe(true);
  await browser.screenshot('prevention');
});

test('the roadmap fits a phone', async () => {
  await page.setViewportSize({ width: 390, height: 844 });
  await open('/roadmap');
  await says('Monthly failover drills');
  expect(await sidewaysScroll(page)).toBeLessThanOrEqual(0);
  await browser.screenshot('roadmap-phone');
});

test('nothing else went wrong on any page', () => {
  const expected = [/404/, /409/, /status of 40[49]/];
  expect(browser.faults.filter((fault) => !expected.some((one) => one.test(fault)))).toEqual([]);
});
