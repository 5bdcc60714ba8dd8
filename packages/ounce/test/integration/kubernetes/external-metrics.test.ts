import { request } from 'node:https';
import { validate as isGroup } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1APIGroup';
import { validate as isGroupList } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1APIGroupList';
import { validate as isResourceList } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1APIResourceList';
import { validate as isStatus } from '@kubernetes-models/apimachinery/_schemas/IoK8sApimachineryPkgApisMetaV1Status';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { externalMetricsPlatform } from '../../../src/connectors/external-metrics/index.ts';
import { type Authority, authority, type Certificate } from './certificates.ts';

const { signal } = new AbortController();
const consumer = { service: 'consumer', region: 'eu-1', namespace: 'shop' };
const billing = { service: 'billing', region: 'eu-1', namespace: 'shop' };
const closing: (() => Promise<unknown>)[] = [];
let frontProxy: Authority;
let apiServer: Certificate;
let serving: Authority;
beforeAll(() => {
  frontProxy = authority('front-proxy-ca');
  apiServer = frontProxy.issue('front-proxy-client');
  serving = authority('serving');
});
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});
afterAll(() => {
  frontProxy.remove();
  serving.remove();
});

/** `ExternalMetricValueList` as k8s.io/metrics publishes it (pkg/apis/external_metrics/v1beta1); values are Quantities. */
const ajv = new Ajv({ allErrors: true });
addFormats.default(ajv);
const isValueList = ajv.compile({
  type: 'object',
  required: ['items'],
  additionalProperties: false,
  properties: {
    apiVersion: { const: 'external.metrics.k8s.io/v1beta1' },
    kind: { const: 'ExternalMetricValueList' },
    metadata: { type: 'object' },
    items: {
      type: 'array',
      items: {
        type: 'object',
        required: ['metricName', 'metricLabels', 'timestamp', 'value'],
        additionalProperties: false,
        properties: {
          metricName: { type: 'string' },
          metricLabels: { type: 'object', additionalProperties: { type: 'string' } },
          timestamp: { type: 'string', format: 'date-time' },
          window: { type: 'integer' },
          value: { type: 'string', pattern: '^[+-]?\\d+(\\.\\d+)?([KMGTPE]i|[numkMGTPE]|[eE][+-]?\\d+)?$' },
        },
      },
    },
  },
});

async function start(allowedNames: readonly string[] = ['front-proxy-client']) {
  const platform = await externalMetricsPlatform({
    ...{ host: '127.0.0.1', port: 0, allowedNames, nowMs: () => 1_800_000_000_000 },
    tls: { ...serving.issue('ounce'), clientCa: frontProxy.cert },
    cluster: {
      status: async () => ({ atMs: 1, desired: 3, instances: [] }),
      restart: async () => {},
    },
    services: [consumer, billing],
  });
  closing.push(() => platform.close({ stop: false }));
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, each checked against its schema
  const ask = (path: string, as: Partial<Certificate> = apiServer): Promise<{ status: number; body: any }> =>
    new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: platform.port, path, ca: serving.cert, agent: false, ...as };
      const sent = request(options, async (response) => {
        let text = '';
        for await (const part of response) text += part;
        const isJson = response.headers['content-type'] === 'application/json';
        resolve({ status: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : text });
      });
      sent.on('error', reject);
      sent.end();
    });
  return { platform, ask };
}

const root = '/apis/external.metrics.k8s.io';
const values = (selector: string, namespace = 'shop', metric = 'ounce-replicas') =>
  `${root}/v1beta1/namespaces/${namespace}/${metric}?labelSelector=${encodeURIComponent(selector)}`;

describe('the External Metrics API, over real TLS', () => {
  test('is discovered as the API server does it', async () => {
    const { ask } = await start();
    const found = [await ask('/apis'), await ask(root), await ask(`${root}/v1beta1`)];
    expect(found.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect([isGroupList(found[0]!.body), isGroup(found[1]!.body), isResourceList(found[2]!.body)]).toEqual([
      true,
      true,
      true,
    ]);
  });

  test('answers with the replicas that are wanted, by label', async () => {
    const { platform, ask } = await start();
    await platform.scale(consumer, 7, signal);
    await platform.scale(billing, 2, signal);
    const { status, body } = await ask(values('service=consumer,region=eu-1'));
    expect(isValueList(body), JSON.stringify(isValueList.errors)).toBe(true);
    expect([status, body.items]).toEqual([
      200,
      [
        {
          ...{ metricName: 'ounce-replicas', value: '7', timestamp: '2027-01-15T08:00:00Z' },
          metricLabels: { service: 'consumer', region: 'eu-1' },
        },
      ],
    ]);
    const count = async (selector: string) => (await ask(values(selector))).body.items.length;
    expect(await count('')).toBe(2);
    expect(await count('service in (consumer,billing),region!=us-1')).toBe(2);
    expect(await count('service notin (consumer)')).toBe(1);
    expect(await count('region,!old')).toBe(2);
    expect(await count('old')).toBe(0);
  });

  test('until the first order, what runs is wanted; before that is known, no value and never a zero', async () => {
    const { platform, ask } = await start();
    expect((await ask(values('service=consumer'))).body.items).toEqual([]);
    await platform.status(consumer, signal);
    expect((await ask(values('service=consumer'))).body.items).toMatchObject([{ value: '3' }]);
  });

  test('another namespace has none, another metric is not there, a selector that is not understood is refused', async () => {
    const { platform, ask } = await start();
    await platform.scale(consumer, 7, signal);
    expect((await ask(values('', 'elsewhere'))).body.items).toEqual([]);
    const refused = [
      await ask(values('', 'shop', 'other')),
      await ask(values('a==b==c')),
      await ask('/apis/other'),
    ];
    expect(refused.map(({ status }) => status)).toEqual([404, 400, 404]);
    expect(refused.every(({ body }) => isStatus(body))).toBe(true);
  });

  test('only the API server is let in; health is for everybody', async () => {
    const { ask } = await start();
    const stranger = authority('stranger');
    const other = frontProxy.issue('somebody-else');
    const asked = [
      await ask(values(''), { cert: undefined, key: undefined } as never),
      await ask(values(''), stranger.issue('front-proxy-client')),
      await ask(values(''), other),
    ];
    stranger.remove();
    expect(asked.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect(asked.every(({ body }) => isStatus(body))).toBe(true);
    expect(await ask('/readyz', {})).toEqual({ status: 200, body: 'ok' });
  });

  test('a certificate that cannot be used stops the start', async () => {
    const starting = externalMetricsPlatform({
      ...{ host: '127.0.0.1', port: 0, allowedNames: [], nowMs: () => 0, services: [] },
      tls: { cert: 'nonsense', key: 'nonsense', clientCa: frontProxy.cert },
      cluster: { status: async () => ({ atMs: 1, desired: 3, instances: [] }), restart: async () => {} },
    });
    await expect(starting).rejects.toMatchObject({
      code: 'OUNCE_E_PLATFORM',
      mend: expect.stringContaining('connectors'),
    });
  });
});
