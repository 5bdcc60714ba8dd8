import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { credentials, makeGenericClientConstructor } from '@grpc/grpc-js';
import { afterEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { startApp } from '../../../src/app/app.ts';
import { examine } from '../../../src/app/doctor.ts';
import type { Finding } from '../../../src/app/finding.ts';
import { applyPlans } from '../../../src/app/platforms/index.ts';
import { loadConfig } from '../../../src/config/index.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { externalScalerService } from '../../../src/connectors/keda/service-definition.ts';
import { FreePorts } from '../../../src/connectors/processes/free-port.ts';
import { openHistory } from '../../../src/history/index.ts';
import { run } from '../cli/ounce.ts';
import { type ApiServer, refusal, serveApi } from './api-server.ts';
import { authority } from './certificates.ts';
import { Cluster } from './cluster.ts';

const ports = new FreePorts(new Set());
const closing: (() => unknown)[] = [];
let api: ApiServer;
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
  expect(api.violations).toEqual([]);
});

/** A folder with a config for a cluster that runs `consumer` and `billing`. */
async function setUp(service: object = {}, connectors: object = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-cluster-'));
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  for (const name of ['consumer', 'billing']) cluster.run(name, 3);
  cluster.step();
  api = await serveApi(cluster);
  const kubeconfig = {
    'current-context': 'here',
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', namespace: 'shop' } }],
    clusters: [{ name: 'c', cluster: { server: api.url } }],
    users: [{ name: 'u', user: { token: 'secret' } }],
  };
  writeFileSync(join(folder, 'kubeconfig'), stringify(kubeconfig));
  const config = {
    fleet: { name: 'shop', regions: ['eu-1'] },
    api: { port: 0 },
    services: {
      consumer: {
        kubernetes: { name: 'consumer', ...service },
        controls: { 'predictive-scaling': { mode: 'dry-run', guardRails: { ceiling: 20 } } },
      },
      billing: { kubernetes: { name: 'billing' } },
      watched: {},
    },
    connectors: { kubernetes: { kubeconfig: join(folder, 'kubeconfig') }, ...connectors },
  };
  writeFileSync(join(folder, 'ounce.config.json'), JSON.stringify(config));
  closing.push(api.close, () => rmSync(folder, { recursive: true, force: true }));
  return { folder, cluster };
}

describe('ounce start', () => {
  test('looks after services in a cluster, and tells KEDA of those that KEDA scales', async () => {
    const address = `127.0.0.1:${await ports.take()}`;
    const { folder } = await setUp({ scaleThrough: 'keda' }, { keda: { address } });
    const app = await startApp({ loaded: await loadConfig({ cwd: folder }), log: () => {} });
    closing.push(() => app.stop({ fleet: false }));
    const Client = makeGenericClientConstructor(externalScalerService, 'ExternalScaler');
    const client = new Client(address, credentials.createInsecure());
    closing.push(() => client.close());
    const ask = (service: string) =>
      new Promise((resolve) => {
        const request = {
          scaledObjectRef: { name: service, namespace: 'shop', scalerMetadata: { service } },
          metricName: 'x',
        };
        client.GetMetrics!(request, (error: Error | null, answer: { metricValues: unknown[] }) =>
          resolve(error ? error.message : answer.metricValues[0]),
        );
      });
    await expect.poll(() => ask('consumer'), { timeout: 20_000 }).toMatchObject({ metricValueFloat: 3 });
    expect(await ask('billing')).toContain('billing@eu-1 is not scaled through KEDA');
    expect(
      api.requests.every(
        ({ method, headers }) => method === 'GET' && headers.authorization === 'Bearer secret',
      ),
    ).toBe(true);
  });

  test('answers the External Metrics API to the front proxy that the cluster names', async () => {
    const port = await ports.take();
    const tls = { cert: 'tls.crt', key: 'tls.key' };
    const address = `127.0.0.1:${port}`;
    const { folder, cluster } = await setUp(
      { scaleThrough: 'external-metrics' },
      { externalMetrics: { address, tls } },
    );
    const ca = authority('a cluster');
    const serving = ca.issue('ounce');
    writeFileSync(join(folder, 'tls.crt'), serving.cert);
    writeFileSync(join(folder, 'tls.key'), serving.key);
    cluster.frontProxyCa = ca.cert;
    const app = await startApp({ loaded: await loadConfig({ cwd: folder }), log: () => {} });
    closing.push(ca.remove, () => app.stop({ fleet: false }));
    const proxy = ca.issue('front-proxy-client');
    const path = '/apis/external.metrics.k8s.io/v1beta1/namespaces/shop/ounce-replicas';
    const ask = () =>
      new Promise((resolve, reject) => {
        const options = { host: '127.0.0.1', port, path, ca: ca.cert, agent: false, ...proxy };
        get(options, async (response) => {
          let text = '';
          for await (const part of response) text += part;
          resolve(JSON.parse(text).items[0]?.value);
        }).on('error', reject);
      });
    await expect.poll(ask, { timeout: 20_000 }).toBe('3');
  });

  test('a platform that cannot be opened stops the start, and closes those that are open', async () => {
    const { folder } = await setUp(
      { scaleThrough: 'keda' },
      { keda: { address: '127.0.0.1:0', tls: { cert: 'no.pem', key: 'no.pem' } } },
    );
    const loaded = await loadConfig({ cwd: folder });
    await expect(startApp({ loaded, log: () => {} })).rejects.toMatchObject({
      code: 'OUNCE_E_PLATFORM',
      message: expect.stringContaining('no.pem cannot be read'),
    });
  });
});

describe('ounce capacity plan --apply', () => {
  const manifest = {
    ...{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject' },
    metadata: { name: 'consumer-week', namespace: 'shop' },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'consumer' },
      triggers: [
        {
          type: 'cron',
          metadata: { timezone: 'Etc/UTC', start: '0 8 * * 1', end: '0 9 * * 1', desiredReplicas: '5' },
        },
      ],
    },
  };
  const apply = async (folder: string, region = 'eu-1') => {
    const { config } = await loadConfig({ cwd: folder });
    return applyPlans(config, systemClock())(region, manifest, AbortSignal.timeout(5_000));
  };

  test('applies the manifest as the field manager ounce', async () => {
    const { folder } = await setUp();
    await apply(folder);
    const [request] = api.requests;
    expect([request!.method, request!.query.get('fieldManager'), request!.body]).toEqual([
      'PATCH',
      'ounce',
      manifest,
    ]);
  });

  test('takes nothing over from others, and says what a cluster lacks', async () => {
    const { folder } = await setUp();
    api.faults.push(() =>
      refusal(409, 'Conflict', 'Apply failed with 1 conflict: conflict with "kubectl": .spec.triggers'),
    );
    await expect(apply(folder)).rejects.toMatchObject({
      retry: false,
      message: expect.stringContaining('conflict with "kubectl"'),
    });
    api.faults[0] = () => refusal(404, 'NotFound', 'the server could not find the requested resource');
    await expect(apply(folder)).rejects.toMatchObject({
      mend: expect.stringContaining('knows no ScaledObject'),
    });
    await expect(apply(folder, 'us-1')).rejects.toMatchObject({ code: 'OUNCE_E_RULE' });
  });
});

describe('ounce capacity plan, from the command line to the cluster', () => {
  const hourMs = 3_600_000;

  /** Four weeks of days that differ, with four replicas all the time. */
  function lived(folder: string) {
    mkdirSync(join(folder, '.ounce'), { recursive: true });
    const history = openHistory(join(folder, '.ounce', 'readings.sqlite'));
    const of = { service: 'consumer', region: 'eu-1' };
    const untilMs = Math.floor(Date.now() / hourMs) * hourMs;
    for (let atMs = untilMs - 28 * 24 * hourMs; atMs < untilMs; atMs += hourMs / 4) {
      const arrivals = 20 + 12 * Math.sin((atMs / hourMs) * (Math.PI / 12));
      history.record({ ...of, series: 'arrivalRate' }, atMs, arrivals);
      history.record({ ...of, series: 'readyReplicas' }, atMs, 4);
    }
    history.flush();
    history.close();
  }

  test('shows the manifest, applies the same, writes both down, and says when the cluster refuses', async () => {
    const { folder } = await setUp();
    lived(folder);
    const app = await startApp({ loaded: await loadConfig({ cwd: folder }), log: () => {} });
    closing.push(() => app.stop({ fleet: false }));
    const plan = ['capacity', 'plan', 'consumer', '--region', 'eu-1', '--format', 'keda'];
    const shown = await run([...plan, '--json'], { cwd: folder });
    expect([shown.code, shown.stderr]).toEqual([0, '']);
    const applied = await run([...plan, '--apply'], { cwd: folder });
    expect([applied.code, applied.stdout, applied.stderr]).toEqual([
      ...[0, 'ScaledObject shop/consumer-week is applied.\n', ''],
    ]);
    const patches = () => api.requests.filter(({ method }) => method === 'PATCH');
    const [patch] = patches();
    expect(patch!.path).toContain('/namespaces/shop/scaledobjects/consumer-week');
    expect(patch!.body).toEqual(JSON.parse(shown.stdout));
    api.faults.push(({ method }) =>
      method === 'PATCH' ? refusal(409, 'Conflict', 'conflict with "kubectl": .spec.triggers') : undefined,
    );
    const refused = await run([...plan, '--apply'], { cwd: folder });
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain('conflict with "kubectl"');
    const { stdout } = await run(['ledger', 'export', '--json'], { cwd: folder });
    const notes = JSON.parse(stdout).events.filter(({ kind }: { kind: string }) => kind === 'note.added');
    expect(notes.map(({ data }: { data: { text: string } }) => data.text.slice(0, 30))).toEqual([
      'The plan of the week ahead is ',
      'The plan of the week ahead is ',
      expect.stringMatching(/^It was not applied: /),
    ]);
  });
});

describe('ounce doctor', () => {
  const of = (findings: readonly Finding[], what: string) =>
    findings.find((finding) => finding.what.startsWith(what));

  test('says that all is well, and of what', async () => {
    const { folder, cluster } = await setUp();
    cluster.autoscale('consumer', 'consumer', 2, 30);
    const findings = await examine({ cwd: folder });
    expect(findings.filter(({ ok }) => !ok)).toEqual([]);
    expect(of(findings, 'kubernetes http')?.says).toBe('v1.31.0');
    expect(of(findings, 'kubernetes rights in shop')?.says).toBe('all 9 that are needed');
    expect(of(findings, 'services.consumer.kubernetes')?.says).toBe(
      'Deployment shop/consumer, 3 replicas; with HorizontalPodAutoscaler consumer (2 to 30)',
    );
    // Questions only: reviews of rights are asked with POST.
    expect(api.requests.filter(({ method, path }) => method !== 'GET' && !path.endsWith('reviews'))).toEqual(
      [],
    );
  });

  test('names the rights that are missing, and where they are listed', async () => {
    const { folder } = await setUp();
    api.forbidden.add('create pods/eviction').add('patch deployments/scale');
    expect(of(await examine({ cwd: folder }), 'kubernetes rights')).toMatchObject({
      ok: false,
      says: 'missing in namespace shop: create pods/eviction, patch deployments/scale',
      mend: expect.stringContaining('docs/connectors/kubernetes.md'),
    });
  });

  test('a watch needs rights of its own', async () => {
    const kubeconfig = (folder: string) => join(folder, 'kubeconfig');
    const { folder } = await setUp();
    const file = join(folder, 'ounce.config.json');
    const config = JSON.parse(readFileSync(file, 'utf8'));
    config.connectors.kubernetes = { kubeconfig: kubeconfig(folder), watch: true };
    writeFileSync(file, JSON.stringify(config));
    api.forbidden.add('watch pods');
    expect(of(await examine({ cwd: folder }), 'kubernetes rights')?.says).toContain('watch pods');
  });

  test('a ceiling above the autoscaler’s, one of KEDA’s, and a workload that is not there', async () => {
    const { folder, cluster } = await setUp();
    cluster.autoscale('consumer', 'consumer', 2, 10);
    const what = 'services.consumer.kubernetes';
    expect(of(await examine({ cwd: folder }), what)?.says).toContain(
      'guardRails.ceiling (20) is above the 10',
    );
    const ownerReferences = [{ apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', name: 'c', uid: 'a' }];
    cluster.autoscale('consumer', 'consumer', 2, 30, { ownerReferences });
    expect(of(await examine({ cwd: folder }), what)?.mend).toContain("scaleThrough: 'keda'");
    cluster.objects.delete('deployments/consumer');
    expect(of(await examine({ cwd: folder }), what)?.says).toContain('404: deployments "consumer" not found');
  });

  test('an old cluster, and one that does not let us in', async () => {
    const { folder } = await setUp();
    const old = { major: '1', minor: '22+', gitVersion: 'v1.22.3' };
    api.faults.push(({ path }) => (path === '/version' ? { status: 200, body: old } : undefined));
    expect(of(await examine({ cwd: folder }), 'kubernetes http')?.says).toContain('v1.22.3 is too old');
    api.faults[0] = () => refusal(401, 'Unauthorized', 'Unauthorized');
    expect(of(await examine({ cwd: folder }), 'kubernetes http')).toMatchObject({
      ok: false,
      mend: expect.stringContaining('token or certificate'),
    });
  });
});
