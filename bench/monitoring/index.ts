// What reading a fleet costs at different resolutions: the reference fleet under its usual load, one governor after the other.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { MonitoringCostView } from '../../packages/ounce/src/api/types.ts';
import type { Bench, BenchRow } from '../harness.ts';
import { cpuSecondsOf, processesBelow } from './processes.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const intervalsMs = [60_000, 10_000, 5_000, 1_000];
const settleMs = 20_000;
const measureMs = Number(process.env.MEASURE_S ?? 60) * 1000;

interface Measured {
  readonly governor: number;
  readonly services: Readonly<Record<string, number>>;
  readonly cost: MonitoringCostView;
}

const bench: Bench = async (progress) => {
  const measured = new Map<number, Measured>();
  for (const intervalMs of intervalsMs) {
    progress(`every ${intervalMs / 1000} s`);
    measured.set(intervalMs, await measure(intervalMs));
  }
  return { rows: rowsOf(measured), notes };
};

function rowsOf(measured: ReadonlyMap<number, Measured>): BenchRow[] {
  const row = (metric: string, unit: string, of: (each: Measured) => number | undefined): BenchRow => ({
    ...{ case: 'reference fleet', metric, unit },
    values: Object.fromEntries(
      [...measured].flatMap(([intervalMs, each]) => {
        const value = of(each);
        return value === undefined ? [] : [[`every ${intervalMs / 1000} s`, value]];
      }),
    ),
  });
  const scraped = [...measured.values()].at(-1)!.cost.services.map(({ service }) => service);
  return [
    row('governor', '% of a core', ({ governor }) => 100 * governor),
    row('of it, reading the answers', '% of a core', ({ cost }) => 100 * cost.parseShare),
    row('reads', '1/s', ({ cost }) => cost.requestsPerSecond),
    row('read', 'KiB/s', ({ cost }) => cost.bytesPerSecond / 1024),
    ...scraped.flatMap((service) => [
      row(`${service}`, '% of a core', ({ services }) => 100 * (services[service] ?? Number.NaN)),
      row(`${service}, reads of it`, '1/s', ({ cost }) => {
        return cost.services.find((each) => each.service === service)?.requestsPerSecond;
      }),
    ]),
  ];
}

/** Every metric at one interval, and nothing else about the fleet changed. */
async function measure(intervalMs: number): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-monitoring-'));
  const config = join(folder, 'ounce.config.ts');
  writeFileSync(config, configWith(intervalMs, folder));
  const child = spawn(process.execPath, ['packages/ounce/bin/ounce.mjs', 'start', '--config', config], {
    ...{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
  });
  try {
    const { url, token } = await addressOf(child);
    await sleep(settleMs);
    const processes = processesBelow(child.pid!);
    const before = new Map(processes.map(({ pid }) => [pid, cpuSecondsOf(pid)]));
    const startedMs = performance.now();
    const costBefore = await costOf(url, token);
    await sleep(measureMs);
    const seconds = (performance.now() - startedMs) / 1000;
    const cost = since(costBefore, await costOf(url, token));
    const used = (pid: number) =>
      ((cpuSecondsOf(pid) ?? Number.NaN) - (before.get(pid) ?? Number.NaN)) / seconds;
    const services: Record<string, number> = {};
    for (const { pid, command } of processes) {
      const [, name] = /examples\/fleet\/src\/([a-z-]+)\.ts/.exec(command) ?? [];
      if (name) services[name] = (services[name] ?? 0) + used(pid);
    }
    return { governor: used(child.pid!), services, cost };
  } finally {
    child.kill('SIGTERM');
    await new Promise((ended) => child.once('exit', ended));
    rmSync(folder, { recursive: true, force: true });
  }
}

function configWith(intervalMs: number, folder: string): string {
  const base = pathToFileURL(join(root, 'ounce.config.ts')).href;
  return `import base from ${JSON.stringify(base)};
const root = ${JSON.stringify(root)};
const absolute = (arg) => (/^(examples|packages)\\//.test(arg) ? root + arg : arg);
const services = Object.fromEntries(
  Object.entries(base.services).map(([name, service]) => [name, {
    ...service,
    ...(service.process ? { process: { ...service.process, command: service.process.command.map(absolute) } } : {}),
    metrics: Object.fromEntries(
      Object.entries(service.metrics ?? {}).map(([signal, metric]) => [signal, { ...metric, intervalMs: ${intervalMs} }]),
    ),
  }]),
);
export default { ...base, services, stateFolder: ${JSON.stringify(join(folder, 'state'))} };
`;
}

function addressOf(child: ChildProcess): Promise<{ url: string; token: string }> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('exit', (code) => reject(new Error(`the governor ended with ${code}: ${said}`)));
    child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const [, url, token] = /(http:\/\/[\d.:]+)\/#token=(\S+)/.exec(said) ?? [];
      if (url && token) resolve({ url, token });
    });
  });
}

async function costOf(url: string, token: string): Promise<MonitoringCostView> {
  const answer = await fetch(`${url}/api/monitoring/cost`, { headers: { authorization: `Bearer ${token}` } });
  if (!answer.ok) throw new Error(`the governor answered ${answer.status}`);
  return (await answer.json()) as MonitoringCostView;
}

/** The figures are means since the start: what came since an earlier moment is the difference of the totals. */
function since(before: MonitoringCostView, now: MonitoringCostView): MonitoringCostView {
  const seconds = now.forSeconds - before.forSeconds;
  const mean = (of: (view: MonitoringCostView) => number) =>
    (of(now) * now.forSeconds - of(before) * before.forSeconds) / seconds;
  return {
    forSeconds: seconds,
    requestsPerSecond: mean((view) => view.requestsPerSecond),
    bytesPerSecond: mean((view) => view.bytesPerSecond),
    parseShare: mean((view) => view.parseShare),
    governorShare: mean((view) => view.governorShare),
    services: now.services.map((service) => {
      const earlier = (view: MonitoringCostView) =>
        view.services.find((each) => each.service === service.service)?.requestsPerSecond ?? 0;
      return { ...service, requestsPerSecond: mean(earlier) };
    }),
  };
}

const sleep = (ms: number) => new Promise((woken) => setTimeout(woken, ms));

const notes = [
  `CPU from /proc over ${measureMs / 1000} s (MEASURE_S) after ${settleMs / 1000} s to settle, the fleet under its usual traffic; a hundredth of a second is the ` +
    'resolution. The governor also decides, records and serves its console: the difference between two columns is what reading costs.',
];

export default bench;
