import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Incident, NewEvent } from '@ounce/core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import { RecurrenceDetector } from '../../packages/ounce/src/prevention/recurrence/index.ts';
import { type Served, serve } from '../../packages/ounce/test/integration/api/served.ts';
import { openBrowser, type TestBrowser } from './browser.ts';

const dist = fileURLToPath(new URL('../../packages/console/dist', import.meta.url));
const limit = { timeout: 15_000 };
const dayMs = 86_400_000;

/** Its queue is deep as long as the fault lasts, and normal at once when it ends. */
const drill = {
  name: 'queue_backlog',
  settleMs: 6_000,
  success: [{ kind: 'recovers', withinMs: 60_000, holdMs: 2_000 }, { kind: 'nothing_lost' }],
} as const;

/**
 * The machine's clock, moved: whether something helped shows only after months. It begins long after the days of the starter
 * catalogue, one of which is of a changed monitor.
 */
const real = systemClock();
let shiftMs = Date.UTC(2028, 0, 10, 9) - real.nowMs();
const clock = {
  ...real,
  nowMs: () => real.nowMs() + shiftMs,
  monotonicMs: () => real.monotonicMs() + shiftMs,
};

let served: Served;
let detector: RecurrenceDetector;
let browser: TestBrowser;
let page: Page;
beforeAll(async () => {
  served = await serve({}, undefined, { clock, drill, judged: true });
  const { ledger, config, consoleFolder } = served.context;
  await cp(dist, consoleFolder, { recursive: true, force: true });
  await ledger.append(aYearWithBacklogs(clock.nowMs()));
  detector = new RecurrenceDetector({ ledger, clock, settings: config.recurrence, log: () => {} });
  browser = await openBrowser();
  page = browser.page;
  await page.goto(`${served.url}/preventions#token=${served.tokens.operator}`);
}, 120_000);
afterAll(async () => {
  await browser?.close();
  await detector?.close();
  await served?.close();
});

/** A governor that watched for a year, in which the queue overflowed every ten days. */
function aYearWithBacklogs(nowMs: number): NewEvent[] {
  const startMs = nowMs - 364 * dayMs;
  const started: NewEvent = {
    ...{ atMs: startMs, actor: 'governor', subject: 'fleet', kind: 'governor.started' },
    data: { version: '1', fleet: 'shop', governor: 'g1' },
  };
  const incidents = Array.from({ length: 36 }, (_, i): NewEvent => {
    const atMs = startMs + (i + 0.5) * 10 * dayMs;
    const data: Incident = {
      ...{ id: `old-${i}`, type: 'queue_backlog', service: 'consumer', region: 'local', drill: false },
      ...{ severity: 3, summary: 'The queue was deep.', startedAtMs: atMs, detectedAtMs: atMs + 60_000 },
      resolvedAtMs: atMs + 1_800_000,
    };
    return { atMs, actor: 'governor', subject: `incident:${data.id}`, kind: 'incident.opened', data };
  });
  return [started, ...incidents];
}

const open = (path: string) =>
  page.evaluate(
    `history.pushState({}, '', ${JSON.stringify(path)}); dispatchEvent(new PopStateEvent('popstate'))`,
  );
const button = (name: string) => page.getByRole('button', { name, exact: true });
const says = (text: string | RegExp) => page.getByText(text).first().waitFor(limit);
const later = async (days: number) => {
  shiftMs += days * dayMs;
  // A page that is read anew knows what time it is.
  await page.reload();
};

/** Says in the console that the queue overflows, and leads to the incident's page. */
async function openIncident(summary: string): Promise<string> {
  await open('/incidents');
  await button('Open an incident…').click(limit);
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Type').selectOption('queue_backlog', limit);
  await dialog.getByLabel('Severity').selectOption('2');
  await dialog.getByLabel('Service').fill('consumer');
  await dialog.getByLabel('What is seen').fill(summary);
  await button('Open it').click(limit);
  // Its summary may be seen in the list before its own page is there.
  await page.waitForURL(/\/incidents\/[^/]+$/, limit);
  await says(summary);
  return decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1)!);
}

async function step(verb: string, why: string) {
  await button(`${verb}…`).click(limit);
  await page.getByLabel('What happened').fill(why);
  await button(verb).click(limit);
}

let incidentId: string;

test('a newcomer begins with the starter catalogue', async () => {
  await button('Load the starter catalogue').click(limit);
  await page.getByRole('link', { name: 'Predictive Scaling' }).waitFor(limit);
});

test('opens an incident, and resolves it', async () => {
  incidentId = await openIncident('Orders wait for half an hour.');
  await step('Acknowledge', 'On it.');
  await button('Resolve…').waitFor(limit);
  await step('Resolve', 'Two more consumers by hand.');
  await button('Open again…').waitFor(limit);
});

test('reviews it, and finds its root cause', async () => {
  await open(`/reviews/${incidentId}`);
  await button('Draft the review').click(limit);
  await page.getByLabel('No predictive scaling').check(limit);
  await page.getByLabel('Why it was not caught').fill('Nobody looks at how fast the queue grows.');
  await page.getByLabel('Lessons').fill('Scale before the threshold is passed.');
  await page.getByLabel('Impact').fill('Orders were late.');
  await button('Save').click(limit);
  await page.getByRole('link', { name: 'Predictive Scaling' }).waitFor(limit);
});

test('takes up the prevention that is suggested, and finishes the review', async () => {
  await button('Make it an action').first().click(limit);
  await says('One of its actions');
  await button('Finish').click(limit);
  await button('Take it up again').waitFor(limit);
  await page.getByRole('link', { name: 'Predictive Scaling' }).click(limit);
  await page.getByLabel('Implement in Governor').waitFor(limit);
});

test('does its steps, and completes it', async () => {
  const boxes = await page.locator('.checklist input[type=checkbox]').all();
  for (const [i, box] of boxes.entries()) {
    await box.check(limit);
    await page
      .getByText(`${i + 1}/5`)
      .first()
      .waitFor(limit);
  }
  await button('Change the status…').click(limit);
  await page.getByRole('radio', { name: /^Complete/ }).check(limit);
  await button('Set it').click(limit);
  await says('No experiment queue_backlog has passed');
});

test('tries it in a drill, which does not verify it alone', async () => {
  await open('/queue-backlog');
  await button('Start a drill…').click(limit);
  await page
    .getByRole('radio', { name: '30 s' })
    .check(limit)
    .catch(() => page.getByText('30 s').first().click(limit));
  await button('Inject for 30 s').click(limit);
  await expect
    .poll(() => served.context.ledger.query.experiments().items[0]?.verdict, { timeout: 90_000 })
    .toBeDefined();
  const { verdict } = served.context.ledger.query.experiments().items[0]!;
  expect(verdict, verdict!.why).toMatchObject({ kind: 'passed' });
  await open('/preventions/predictive-scaling');
  await says(/1 of 1 since its completion passed/);
  await says('No measured improvement: Not yet known');
  expect(await button('Verify').isDisabled()).toBe(true);
});

test('half a year later the effect is measured, and the prevention verified', async () => {
  await later(200);
  await says('Measured: Improved');
  await browser.screenshot('newcomer-verify');
  await button('Verify').click(limit);
  await says('Verified');
  expect(served.context.ledger.query.prevention('predictive-scaling')?.status).toBe('verified');
});

test('the second incident in thirty days raises the alarm, and names the prevention', async () => {
  const first = await openIncident('The queue is deep again.');
  await step('Resolve', 'It went by itself.');
  await button('Open again…').waitFor(limit);
  expect(first).not.toBe(incidentId);
  await later(5);
  await openIncident('And once more.');
  await expect.poll(() => served.context.ledger.query.recurrences().items.length).toBe(2);
  await open('/effectiveness');
  await button('Close the review of predictive-scaling').waitFor(limit);
  await says(/By chance alone this rule fires within a year/);
  await browser.screenshot('newcomer-recurrence');
  const { body } = await served.ask('GET', '/api/recurrences', { as: 'viewer' });
  expect(body.items[0].preventions[0].id).toBe('predictive-scaling');
});

test('nothing else went wrong on any page', () => {
  expect(browser.faults.filter((fault) => !/404/.test(fault))).toEqual([]);
});
