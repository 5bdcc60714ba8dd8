import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import {
  type AccessChoice,
  findAccess,
  type KubernetesAccess,
  kubernetesPlatform,
} from '../../../src/connectors/kubernetes/index.ts';
import { serveApi } from './api-server.ts';
import { type Authority, authority, type Certificate } from './certificates.ts';
import { Cluster } from './cluster.ts';

const { signal } = new AbortController();
const ref = { service: 'consumer', region: 'eu-1' };
const folder = mkdtempSync(join(tmpdir(), 'ounce-access-'));
const closing: (() => Promise<unknown>)[] = [];
let ca: Authority;
let server: Certificate;
let client: Certificate;
beforeAll(() => {
  ca = authority('a cluster');
  server = ca.issue('kubernetes');
  client = ca.issue('ounce');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => {
  ca.remove();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const base64 = (text: string) => Buffer.from(text).toString('base64');

function kubeconfig(cluster: object, user: object, context: object = {}): AccessChoice {
  const text = stringify({
    ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'here' },
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', ...context } }],
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user }],
  });
  return { kubeconfig: file('config', text) };
}

/** Asks an API server over TLS; what it was sent comes back. */
async function askWith(access: (url: string) => KubernetesAccess) {
  const cluster = new Cluster({ nowMs: () => Date.now(), startMs: 0 });
  cluster.run('consumer', 1);
  cluster.step();
  const api = await serveApi(cluster, { ...server, ca: ca.cert });
  const platform = kubernetesPlatform({
    ...{ clock: systemClock(), region: 'eu-1', access: access(api.url) },
    services: { consumer: { kind: 'Deployment', name: 'consumer', namespace: 'shop' } },
  });
  closing.push(api.close, () => platform.close({ stop: false }));
  const { desired } = await platform.status(ref, signal);
  const { headers, peer } = api.requests[0]!;
  return { desired, headers, peer };
}

describe('a kubeconfig', () => {
  test('a token and an authority inline', async () => {
    const { desired, headers } = await askWith((url) =>
      findAccess(
        kubeconfig({ server: url, 'certificate-authority-data': base64(ca.cert) }, { token: 'secret' }),
      ),
    );
    expect([desired, headers.authorization]).toEqual([1, 'Bearer secret']);
  });

  test('a client certificate and an authority in files beside it', async () => {
    file('ca.crt', ca.cert);
    file('me.crt', client.cert);
    file('me.key', client.key);
    const user = { 'client-certificate': 'me.crt', 'client-key': 'me.key' };
    const { desired, headers, peer } = await askWith((url) =>
      findAccess(kubeconfig({ server: url, 'certificate-authority': 'ca.crt' }, user)),
    );
    expect([desired, headers.authorization, peer]).toEqual([1, undefined, 'ounce']);
  });

  test('an authority that did not sign the server is no authority', async () => {
    const other = authority('another cluster');
    const asked = askWith((url) =>
      findAccess(
        kubeconfig({ server: url, 'certificate-authority-data': base64(other.cert) }, { token: 'x' }),
      ),
    );
    await expect(asked).rejects.toMatchObject({
      code: 'OUNCE_E_PLATFORM',
      message: expect.stringContaining('certificate'),
    });
    other.remove();
  });

  test.each([
    ['a plugin', {}, { exec: { command: 'aws' } }, 'signs in through a plugin'],
    ['a proxy', { 'proxy-url': 'http://proxy' }, { token: 'x' }, 'is behind a proxy'],
  ])('%s is not used, and said to be', (_, cluster, user, says) => {
    expect(() => findAccess(kubeconfig({ server: 'https://127.0.0.1:1', ...cluster }, user))).toThrow(says);
  });

  test('a context that is not there is named beside those that are', () => {
    const { kubeconfig: path } = kubeconfig({ server: 'https://127.0.0.1:1' }, { token: 'x' });
    expect(() => findAccess({ kubeconfig: path, context: 'there' })).toThrow(
      'has no context "there"; it has: here',
    );
  });

  test('one that is no kubeconfig, and one that is not there', () => {
    expect(() => findAccess({ kubeconfig: file('config', 'clusters: 7') })).toThrow('is not a kubeconfig');
    expect(() => findAccess({}, { KUBECONFIG: join(folder, 'nowhere') })).toThrow('nowhere cannot be read');
  });

  test('its namespace is that of the context', () => {
    const choice = kubeconfig({ server: 'https://127.0.0.1:1' }, { token: 'x' }, { namespace: 'shop' });
    expect(findAccess(choice).namespace).toBe('shop');
  });
});

describe('inside a cluster', () => {
  test('the pod’s own account; its token is read anew for each request', async () => {
    const token = file('account/token', 'first\n');
    file('account/ca.crt', ca.cert);
    file('account/namespace', 'shop');
    const { headers } = await askWith((url) => {
      const { hostname, port } = new URL(url);
      const env = { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port };
      const access = findAccess({}, env, join(folder, 'account'));
      expect(access.namespace).toBe('shop');
      writeFileSync(token, 'second\n');
      return access;
    });
    expect(headers.authorization).toBe('Bearer second');
  });
});
