import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { get } from 'node:http';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import { healthProbe } from '../../packages/ounce/src/connectors/health-probe/index.ts';
import { Prober } from '../../packages/ounce/src/governor/prober.ts';
import { createService } from '../../packages/ounce/src/governor/service.ts';
import type { HealthProbe, ProbeCheck } from '../../packages/ounce/src/ports/index.ts';
import { type Bench, type BenchRow, interleave } from '../harness.ts';

const rounds = 9;
const atOnce = 256;
const perRound = 1_024;
const clock = systemClock();
const { signal } = new AbortController();

type Ports = Readonly<Record<'http' | 'tcp' | 'grpc', number>>;

const checks: Readonly<Record<keyof Ports, ProbeCheck>> = {
  http: { kind: 'http', path: '/livez' },
  tcp: { kind: 'tcp' },
  grpc: { kind: 'grpc', service: '' },
};

async function startTarget(): Promise<{ readonly ports: Ports; stop(): Promise<void> }> {
  const file = fileURLToPath(new URL('./target.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return {
    ports: JSON.parse(String(line)) as Ports,
    async stop() {
      child.stdin.end();
      await once(child, 'exit');
    },
  };
}

/** Microseconds of this process's own time per call, `atOnce` of them under way. */
async function microsecondsPer(one: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  let left = perRound;
  const worker = async () => {
    while (left-- > 0) await one();
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / perRound;
}

const bareGet = (port: number) => (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port, path: '/livez', agent: false }, (response) => {
      response.resume().on('end', resolve);
    }).on('error', reject);
  });

const bareConnect = (port: number) => (): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket.destroy()));
    socket.on('error', reject);
  });

/** What one probe costs, beside the least that Node does for the same. */
async function costRows(ports: Ports, probe: HealthProbe): Promise<BenchRow[]> {
  const asked = (kind: keyof Ports) => async () => {
    const url = `http://127.0.0.1:${ports[kind]}`;
    const target = { service: 'bench', region: 'local', instance: kind, url, timeoutMs: 5_000 };
    const { kind: said } = await probe.probe({ ...target, check: checks[kind] }, signal);
    if (said !== 'up') throw new Error(`the ${kind} probe says ${said}`);
  };
  const candidates = {
    'http.get': bareGet(ports.http),
    http: asked('http'),
    'net.connect': bareConnect(ports.tcp),
    tcp: asked('tcp'),
    grpc: asked('grpc'),
  };
  for (const one of Object.values(candidates)) await microsecondsPer(one);
  const values = await interleave(
    Object.fromEntries(Object.entries(candidates).map(([name, one]) => [name, () => microsecondsPer(one)])),
    rounds,
  );
  const ratios = {
    http: values.http! / values['http.get']!,
    tcp: values.tcp! / values['net.connect']!,
    grpc: values.grpc! / values['http.get']!,
  };
  return [
    { case: 'one probe', metric: 'processor time', unit: 'µs', values },
    { case: 'one probe', metric: 'processor time', unit: 'x bare (grpc: x http.get)', values: ratios },
  ];
}

interface Fleet {
  readonly instances: number;
  readonly intervalMs: number;
  readonly forMs: number;
}

/** A fleet under the prober itself: how much of a core it takes, whether each instance had its turn, and how late the loop was. */
async function fleetRows({ instances, intervalMs, forMs }: Fleet, ports: Ports, probe: HealthProbe) {
  const ref = { service: 'bench', region: 'local' };
  const health = { check: checks.http, intervalMs, timeoutMs: 2_000, dependsOn: [] };
  const service = createService({
    ...ref,
    metrics: [],
    detections: [],
    controls: [],
    onPlatform: true,
    health,
  });
  const url = `http://127.0.0.1:${ports.http}`;
  const ids = Array.from({ length: instances }, (_, i) => `bench-${i}`);
  const seen = { up: 0, down: 0, unknown: 0 };
  const counting: HealthProbe = {
    async probe(target, bounded) {
      const answer = await probe.probe(target, bounded);
      seen[answer.kind]++;
      return answer;
    },
    close: async () => {},
  };
  const prober = new Prober({ services: new Map([[service.key, service]]), probe: counting, clock });
  const stop = new AbortController();
  const startedAtMs = clock.nowMs();
  const tick = () => {
    const atMs = clock.nowMs();
    const all = ids.map((id) => ({ id, url, state: 'ready' as const, startedAtMs, restarts: 0 }));
    service.status = { atMs, desired: instances, instances: all };
    prober.begin(stop.signal, 2_000);
  };
  const run = async (ms: number) => {
    for (const endMs = clock.monotonicMs() + ms; clock.monotonicMs() < endMs; ) {
      tick();
      await clock.sleep(1_000);
    }
  };
  // The first round asks everybody at once; what is measured is what comes after it and the next.
  do await run(1_000);
  while (seen.up + seen.down + seen.unknown < 2 * instances);
  Object.assign(seen, { up: 0, down: 0, unknown: 0 });
  const before = process.cpuUsage();
  const beganMs = clock.monotonicMs();
  await run(forMs);
  const tookMs = clock.monotonicMs() - beganMs;
  const { user, system } = process.cpuUsage(before);
  stop.abort();
  const name = `${instances.toLocaleString('en')} instances, each every ${intervalMs / 1000} s`;
  const values = {
    'probes/s': ((seen.up + seen.down + seen.unknown) * 1000) / tookMs,
    'wanted/s': (instances * 1000) / intervalMs,
    'share of a core': (user + system) / 1000 / tookMs,
    'not up': seen.down + seen.unknown,
  };
  return { case: name, metric: 'over HTTP', unit: 'see column', values };
}

const fleets: readonly Fleet[] = [
  { instances: 5_000, intervalMs: 10_000, forMs: 20_000 },
  { instances: 5_000, intervalMs: 5_000, forMs: 10_000 },
  { instances: 1_000, intervalMs: 1_000, forMs: 10_000 },
];

const bench: Bench = async (progress) => {
  const target = await startTarget();
  const probe = healthProbe();
  try {
    progress('one probe of each kind');
    const rows = await costRows(target.ports, probe);
    for (const fleet of fleets) {
      progress(`${fleet.instances} instances every ${fleet.intervalMs / 1000} s`);
      rows.push(await fleetRows(fleet, target.ports, probe));
    }
    return { rows, notes };
  } finally {
    await probe.close();
    await target.stop();
  }
};

const notes = [
  'Every probe but gRPC is a new connection, as it is between machines; here all go to one process on 127.0.0.1, which has a core of its own to take from.',
  'gRPC keeps one channel an address (1,000 at most), so its figure is of a call over a channel that is open.',
  'Processor time is of the probing process alone. No network, no TLS.',
];

export default bench;
