import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type {
  ActionRecord,
  ExperimentView,
  LiveState,
  VerdictView,
} from '../../packages/ounce/src/api/types.ts';
import { openBrowser, sidewaysScroll, type TestBrowser } from './browser.ts';
import { fleetReady, type RunningGovernor, startGovernor } from './governor.ts';

/** Ample: a busy machine is slow, and a condition that holds is not waited for. */
const patient = { timeout: 60_000, interval: 200 };
const drillPatience = { timeout: 150_000, interval: 200 };
const paths = {
  Overview: '/',
  'Queue backlog': '/queue-backlog',
  'Circuit breaker': '/circuit-breaker',
  Incidents: '/incidents',
  Experiments: '/experiments',
  Capacity: '/capacity',
  Scaling: '/scaling',
  Controls: '/controls',
};
const isCount = /^\d[\d,]*$/;
const verdictWords: Record<VerdictView['kind'], string> = {
  passed: 'Passed',
  failed: 'Failed',
  aborted: 'Aborted',
  invalid: 'Invalid',
  not_rolled_back: 'Not rolled back',
};

describe('the console in Chromium, on a real governor with the reference fleet and PostgreSQL', () => {
  let governor: RunningGovernor;
  let browser: TestBrowser;
  let page: Page;

  beforeAll(async () => {
    governor = await startGovernor();
    browser = await openBrowser();
    page = browser.page;
    page.setDefaultTimeout(patient.timeout);
    await fleetReady(governor);
  });

  afterAll(async () => {
    await browser?.close();
    await governor?.stop();
  });

  // One story: after a step that failed, the next ones could only wait for what never comes.
  let broken = false;
  beforeEach(({ skip, onTestFailed }) => {
    if (broken) skip('An earlier step failed.');
    onTestFailed(() => {
      broken = true;
    });
  });

  const panel = (title: string) => page.getByRole('region', { name: title, exact: true });
  const tile = (name: string) => page.locator('.tile', { hasText: name }).locator('.tile-figure');
  const figure = async (name: string) =>
    Number((await tile(name).innerText()).match(/\d[\d,]*/)?.[0].replace(',', ''));
  const newestExperiment = async () =>
    (await governor.get<{ items: ExperimentView[] }>('/experiments?limit=1')).items[0];
  /** A fleet that has just come up may still be busy with itself: then the governor refuses, says why, and is asked again. */
  const pressUntilTaken = async (dialog: Locator, button: string) => {
    const isTaken = async () => (await dialog.count()) === 0;
    const refusals = () => dialog.getByRole('alert').allInnerTexts();
    await vi.waitFor(async () => {
      if (await isTaken()) return;
      await dialog.getByRole('button', { name: button }).click({ timeout: 5_000 });
      await expect.poll(async () => (await isTaken()) || (await refusals()).length > 0, patient).toBe(true);
      if (!(await isTaken())) throw new Error(`The drill was refused: ${(await refusals()).join(' ')}`);
    }, patient);
  };
  const scalingSentence = async () => {
    const { items } = await governor.get<{ items: ActionRecord[] }>('/actions?limit=200');
    const taken = items.find(({ outcome, drill }) => outcome === 'taken' && drill);
    if (!taken) throw new Error('Nothing was scaled yet.');
    return taken.why;
  };

  test('the link that `ounce start` prints signs in, and the token leaves the address bar', async () => {
    await page.goto(`${governor.url}/#token=${governor.token}`);
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    expect(page.url()).toBe(`${governor.url}/`);
  });

  test('the overview shows every service, with queue depth and replicas of now', async () => {
    const { services } = await governor.get<LiveState>('/state');
    const rows = page.locator('.fleet-table tbody tr');
    await expect.poll(() => rows.count(), patient).toBe(services.length);
    const consumer = rows.filter({ hasText: 'pubsub-consumer' });
    const cell = (name: string) => consumer.locator(`[data-label="${name}"]`).innerText();
    await expect.poll(() => cell('Queue depth'), patient).toMatch(isCount);
    await expect.poll(() => cell('Replicas'), patient).toMatch(/^\d+ ?\/ ?\d+/);
    await browser.screenshot('overview-light');
    await consumer.getByRole('link').click();
    await page.waitForURL(/queue-backlog\?service=pubsub-consumer/);
    await page.getByRole('heading', { name: 'Queue backlog' }).waitFor();
    await expect.poll(() => tile('Queue depth').innerText(), patient).toMatch(isCount);
  });

  test('a drill is started by hand, and its phase, criteria, actions and verdict are seen as they come', async () => {
    await browser.screenshot('queue-backlog-before');
    await page.getByRole('button', { name: 'Start a drill' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('30 s', { exact: true }).click();
    await dialog.getByLabel('Arrivals, times').fill('12');
    await browser.screenshot('drill-dialog');
    await pressUntilTaken(dialog, 'Inject for 30 s');

    const running = panel('Drill, running');
    await running.waitFor();
    const started = await newestExperiment();
    for (const { says } of started?.criteria ?? []) await running.getByText(says).waitFor();
    await running.locator('[aria-current="step"]', { hasText: 'Fault' }).waitFor();
    expect(started?.criteria).not.toHaveLength(0);

    await expect.poll(() => figure('Queue depth'), patient).toBeGreaterThan(20);
    const scaled = await vi.waitFor(scalingSentence, patient);
    await panel('Actions').getByText(scaled).first().waitFor();
    await expect.poll(() => figure('Replicas ready'), patient).toBeGreaterThan(2);
    await browser.screenshot('queue-backlog-drill-light');
  });

  test('the verdict is the one of the ledger, with its sentence and each criterion', async () => {
    const last = panel('Last drill');
    const verdict = await vi.waitFor(async () => {
      const found = (await newestExperiment())?.verdict;
      if (!found) throw new Error('There is no verdict yet.');
      return found;
    }, drillPatience);
    await last.getByText(verdictWords[verdict.kind], { exact: true }).waitFor();
    await last.getByText(verdict.why, { exact: true }).last().waitFor();
    for (const { says } of verdict.criteria) await last.getByText(says).waitFor();
    expect(verdict.peakDepth).toBeGreaterThan(0);
    expect(verdict.scaling?.why).toBeTruthy();
    await browser.screenshot('queue-backlog-verdict-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await browser.screenshot('queue-backlog-verdict-dark');
  });

  test('the freeze button stops every action with a reason, and lifts it with another', async () => {
    const freeze = async () => (await governor.get<LiveState>('/state')).freeze;
    await page.getByRole('button', { name: 'Freeze', exact: true }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Trying the freeze by hand');
    await page.getByRole('button', { name: 'Freeze now' }).click();
    await page.getByText('Frozen: nothing acts.', { exact: true }).waitFor();
    expect(await freeze()).toMatchObject({ frozen: true, reason: 'Trying the freeze by hand' });
    await page.getByRole('button', { name: 'Start a drill' }).click();
    await browser.screenshot('drill-dialog-frozen-dark');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await browser.screenshot('frozen-dark');
    await page.getByRole('button', { name: 'Lift the freeze…' }).click();
    await page.getByRole('dialog').getByRole('textbox').fill('Tried it');
    await page.getByRole('button', { name: 'Lift the freeze', exact: true }).click();
    await page.getByText('Frozen: nothing acts.', { exact: true }).waitFor({ state: 'detached' });
    expect(await freeze()).toEqual({ frozen: false });
  });

  test('the circuit breaker page shows every circuit that a service tells of, and who is probed', async () => {
    await page.goto(`${governor.url}/circuit-breaker`);
    const circuits = panel('Circuits');
    for (const name of ['customer-profile of gateway', 'action-handler of pubsub-consumer'])
      await circuits.getByRole('row', { name }).getByText('closed').waitFor();
    const row = panel('Instances').getByRole('listitem').filter({ hasText: 'action-handler' });
    await row.getByText('1 of 1 up').waitFor();
    await panel('Guarded calls')
      .getByText(/\d+ % of [\d,]+ live/)
      .first()
      .waitFor();
    await panel('Transitions').waitFor();
    await panel('Restarts').waitFor();
  });

  test('no page scrolls sideways on a phone of 390 px, light or dark', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [name, path] of Object.entries(paths)) {
        await page.goto(`${governor.url}${path}`);
        await page.getByRole('heading', { name, exact: true }).first().waitFor();
        await page.locator('.skeleton').first().waitFor({ state: 'detached' });
        expect([name, await sidewaysScroll(page)]).toEqual([name, 0]);
        await browser.screenshot(`phone-${name.toLowerCase().replace(' ', '-')}-${colorScheme}`);
      }
    }
  });

  test('dark and light differ, and either can be chosen whatever the system wants', async () => {
    const background = () =>
      page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor');
    const dark = await background();
    await page.getByRole('button', { name: /^Theme: as the system/ }).click();
    await page.getByRole('button', { name: /^Theme: light/ }).waitFor();
    expect(await background()).not.toBe(dark);
  });

  test('nothing went wrong in the browser meanwhile', () => {
    expect(browser.faults).toEqual([]);
  });
});
