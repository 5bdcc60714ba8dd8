import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../examples/fleet/test/process.ts';
import reference from '../../ounce.config.ts';
import { queueBacklog } from '../../packages/ounce/src/experiments/scenarios/queue-backlog.ts';
import { timeoutService } from '../../packages/ounce/src/experiments/scenarios/timeout-service.ts';

const repository = join(import.meta.dirname, '../..');

/** The reference fleet on ports of its own, read every second, with a drill whose waits are short. Writes into `folder`. */
export async function writeQuickConfig(folder: string): Promise<string> {
  const scenarios = join(folder, 'scenarios');
  await mkdir(scenarios, { recursive: true });
  for (const scenario of [quickScenario, quickTimeout])
    await writeFile(join(scenarios, `${scenario.name}.json`), JSON.stringify(scenario));
  const file = join(folder, 'ounce.config.json');
  await writeFile(file, await onFreePorts(JSON.stringify({ ...quickReference(), scenarios })));
  return file;
}

/** A backlog that is scaled away within seconds is an effect too; how well it was, this test does not judge. */
const quickScenario = {
  ...queueBacklog,
  steadyForMs: 3_000,
  visibleWhen: [{ signal: 'queueDepth', above: 20 }],
  settleMs: 20_000,
  success: queueBacklog.success.map((criterion) =>
    criterion.kind === 'recovers' ? { ...criterion, holdMs: 6_000 } : criterion,
  ),
};

/** The same criteria over seconds; a machine that is busy with other tests may be late once. */
const quickTimeout = {
  ...timeoutService,
  steadyForMs: 3_000,
  settleMs: 60_000,
  success: timeoutService.success.map((criterion) => {
    switch (criterion.kind) {
      case 'reaches':
        return { ...criterion, withinMs: 20_000 };
      case 'holds':
        return { ...criterion, afterMs: Math.min(criterion.afterMs, 12_000), readingShare: 0.7 };
      case 'returns':
        return { ...criterion, holdMs: 3_000 };
      default:
        return criterion;
    }
  }),
};

function quickReference(): typeof reference {
  const services = Object.entries(reference.services ?? {}).map(([name, service]) => {
    const { process, detect, metrics = {} } = service;
    const backlog = detect?.queue_backlog;
    return [
      name,
      {
        ...service,
        metrics: Object.fromEntries(Object.entries(metrics).map(([name, one]) => [name, everySecond(one)])),
        ...(process && { process: { ...process, command: absolute(process.command) } }),
        ...(backlog && {
          detect: { ...detect, queue_backlog: { ...backlog, forMs: 2_000, normalForMs: 6_000 } },
        }),
      },
    ];
  });
  return {
    ...reference,
    services: Object.fromEntries(services),
    intervals: { queueDepthMs: 1_000, errorRateMs: 1_000, latencyMs: 2_000 },
    stateFolder: 'state',
    api: { port: 0 },
  };
}

const everySecond = <Metric extends object>(metric: Metric): Metric =>
  'intervalMs' in metric ? { ...metric, intervalMs: 1_000 } : metric;

const absolute = (command: readonly string[]) =>
  command.map((part) => (part.endsWith('.ts') ? join(repository, part) : part));

/** Gives every fixed port of the config, and every address that names one, a free one. */
async function onFreePorts(config: string): Promise<string> {
  const named = config.matchAll(/(?:"port":|127\.0\.0\.1:)(\d{2,})/g);
  const fixed = new Set([...named].map(([, port]) => port));
  // The services find their governor where it keeps its state.
  let moved = config.replaceAll('".ounce/', '"state/');
  for (const port of fixed) {
    const free = await freePort();
    moved = moved
      .replaceAll(`"port":${port}`, `"port":${free}`)
      .replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${free}`);
  }
  return moved;
}
