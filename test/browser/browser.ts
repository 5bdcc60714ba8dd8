import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What every screenshot of the test is called below `$OUNCE_SCREENSHOTS`, or a folder that is removed in the end. */
export interface TestBrowser {
  readonly page: Page;
  /** What the page complained about: errors in its console, exceptions, answers that were no success. */
  readonly faults: readonly string[];
  screenshot(name: string): Promise<void>;
  close(): Promise<void>;
}

/** The system's Chromium with a profile of its own, as on a person's first visit. */
export async function openBrowser(): Promise<TestBrowser> {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-browser-'));
  const pictures = process.env.OUNCE_SCREENSHOTS ?? join(folder, 'screenshots');
  await mkdir(pictures, { recursive: true });
  const context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: flags,
    viewport: { width: 1440, height: 960 },
    colorScheme: 'light',
  });
  const page = context.pages()[0] ?? (await context.newPage());
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`);
  });
  return {
    page,
    faults,
    async screenshot(name) {
      const { width, height } = page.viewportSize()!;
      // A window as tall as the page: what sticks to the window's edges then lies where a person sees it.
      const whole = await page.evaluate<number>('document.documentElement.scrollHeight');
      await page.setViewportSize({ width, height: Math.max(height, whole) });
      await page.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
      await page.setViewportSize({ width, height });
    },
    async close() {
      await context.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** How many pixels the page is wider than its window; 0 when nothing scrolls sideways. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate<number>('document.documentElement.scrollWidth - window.innerWidth');
}
