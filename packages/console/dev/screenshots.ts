// Takes pictures of the built console in every state worth looking at.
//   npm run build --workspace @ounce/console && npm run dev:screenshots --workspace @ounce/console -- [FOLDER] [--only NAME]
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from 'playwright-core';
import { type FakeOptions, startFake } from './server.ts';

interface Shot {
  readonly name: string;
  readonly path: string;
  readonly fake?: Partial<FakeOptions>;
  readonly dark?: boolean;
  readonly width?: number;
  readonly act?: (page: Page) => Promise<void>;
  readonly token?: string;
}

const drill = { drillForSeconds: 52 };
const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();

const shots: readonly Shot[] = [
  { name: 'overview-light', path: '/', fake: { stale: true } },
  { name: 'overview-dark', path: '/', dark: true, fake: drill },
  { name: 'overview-frozen', path: '/', fake: { frozen: true } },
  { name: 'overview-phone', path: '/', width: 390, fake: { stale: true, ...drill } },
  { name: 'overview-none', path: '/', fake: { services: 0, history: false } },
  { name: 'overview-thousand', path: '/', fake: { services: 1000 } },
  { name: 'overview-thousand-phone', path: '/', width: 390, fake: { services: 1000 } },
  { name: 'backlog-light', path: '/queue-backlog', fake: drill },
  { name: 'backlog-dark', path: '/queue-backlog', dark: true, fake: { drillForSeconds: 150 } },
  { name: 'backlog-phone', path: '/queue-backlog', width: 390, fake: drill },
  {
    name: 'backlog-phone-dark-frozen',
    path: '/queue-backlog',
    width: 390,
    dark: true,
    fake: { ...drill, frozen: true },
  },
  { name: 'backlog-fresh', path: '/queue-backlog', fake: { history: false } },
  { name: 'backlog-none', path: '/queue-backlog', fake: { services: 0, history: false } },
  { name: 'backlog-dialog', path: '/queue-backlog', act: press('Start a drill') },
  { name: 'freeze-dialog-phone', path: '/', width: 390, act: press('Freeze') },
  { name: 'drawer-phone', path: '/', width: 390, act: press('Open the navigation') },
  {
    name: 'backlog-tooltip',
    path: '/queue-backlog',
    fake: { drillForSeconds: 100 },
    act: async (page) => {
      const box = await page.locator('.chart .u-over').first().boundingBox();
      if (box) await page.mouse.move(box.x + box.width * 0.69, box.y + 120);
    },
  },
  { name: 'incidents', path: '/incidents' },
  { name: 'incidents-none', path: '/incidents', fake: { history: false } },
  {
    name: 'experiments',
    path: '/experiments',
    act: (page) => page.getByText('Criteria and figures').first().click(),
  },
  { name: 'experiments-phone-dark', path: '/experiments', width: 390, dark: true },
  { name: 'sign-in-refused', path: '/', token: 'wrong' },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { only: { type: 'string' } } });
const folder = positionals[0] ?? 'screenshots';
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
  ],
});

async function take({ name, path, fake, dark = false, width = 1440, act, token = 'dev' }: Shot) {
  const options = { port: 0, token: 'dev', services: 4, frozen: false, stale: false, history: true, ...fake };
  const governor = await startFake(options);
  const context = await browser.newContext({
    viewport: { width, height: width < 500 ? 844 : 960 },
    deviceScaleFactor: width < 500 ? 2 : 1,
    colorScheme: dark ? 'dark' : 'light',
  });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${governor.url}${path}#token=${token}`);
  await page.waitForTimeout(1_500);
  await act?.(page);
  await page.waitForTimeout(700);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (overflow > 0) faults.push(`${overflow} px wider than the window`);
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: act === undefined });
  console.log(`${name}: ${faults.length === 0 ? 'ok' : faults.join('; ')}`);
  await context.close();
  await governor.close();
}

for (const shot of shots) if (!values.only || shot.name.includes(values.only)) await take(shot);
await browser.close();
