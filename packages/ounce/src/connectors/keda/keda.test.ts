import {
  type Client,
  credentials,
  makeGenericClientConstructor,
  type ServiceError,
  status,
} from '@grpc/grpc-js';
import type { ServiceRef, ServiceStatus } from '@ounce/core';
import { afterEach, describe, expect, test } from 'vitest';
import type { Platform } from '../../ports/index.ts';
import { FreePorts } from '../processes/free-port.ts';
import { kedaPlatform } from './index.ts';
import { externalScalerService, type ScaledObjectRef } from './service-definition.ts';

const consumer = { service: 'consumer', region: 'eu-1' };
const { signal } = new AbortController();
const ports = new FreePorts(new Set());
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A cluster that has three replicas, and refuses to be scaled behind KEDA's back. */
function cluster(): Platform {
  return {
    status: async (): Promise<ServiceStatus> => ({ atMs: 1, desired: 3, instances: [] }),
    scale: async ({ service }) => {
      throw new Error(`${service} was scaled directly`);
    },
    restart: async () => {},
    close: async () => {},
  };
}

type Call = (
  request: unknown,
  done: (error: ServiceError | null, answer: Record<string, unknown>) => void,
) => void;
type Scaler = Client &
  Record<'IsActive' | 'GetMetricSpec' | 'GetMetrics', Call> & {
    StreamIsActive(request: unknown): NodeJS.ReadableStream & { cancel(): void };
  };

async function start(services: readonly ServiceRef[] = [consumer]) {
  const address = `127.0.0.1:${await ports.take()}`;
  const platform = await kedaPlatform({ address, region: 'eu-1', services, cluster: cluster() });
  const Constructor = makeGenericClientConstructor(externalScalerService, 'ExternalScaler');
  const client = new Constructor(address, credentials.createInsecure()) as unknown as Scaler;
  closing.push(
    () => platform.close({ stop: false }),
    () => client.close(),
  );
  const ask = (method: 'IsActive' | 'GetMetricSpec' | 'GetMetrics', request: unknown) =>
    new Promise<Record<string, unknown>>((resolve, reject) => {
      client[method](request, (error, answer) => (error ? reject(error) : resolve(answer)));
    });
  return { platform, client, ask };
}

const object = (scalerMetadata: Record<string, string>): ScaledObjectRef => ({
  name: 'consumer',
  namespace: 'shop',
  scalerMetadata,
});
const metricsOf = (metadata: Record<string, string>) => ({
  scaledObjectRef: object(metadata),
  metricName: 'ounce-replicas',
});

describe('KEDA’s external scaler, over real gRPC', () => {
  test('answers with the replicas that are wanted, one for each unit of the metric', async () => {
    const { platform, ask } = await start();
    expect(await ask('GetMetricSpec', object({ service: 'consumer' }))).toEqual({
      metricSpecs: [{ metricName: 'ounce-replicas', targetSize: 1, targetSizeFloat: 1 }],
    });
    await platform.scale(consumer, 7, signal);
    expect(await ask('GetMetrics', metricsOf({ service: 'consumer', region: 'eu-1' }))).toEqual({
      metricValues: [{ metricName: 'ounce-replicas', metricValue: 7, metricValueFloat: 7 }],
    });
    expect(await ask('IsActive', object({ service: 'consumer' }))).toEqual({ result: true });
    await platform.scale(consumer, 0, signal);
    expect(await ask('IsActive', object({ service: 'consumer' }))).toEqual({ result: false });
  });

  test('until the first order, what runs is what is wanted; before that is known, an error and never a zero', async () => {
    const { platform, ask } = await start();
    await expect(ask('GetMetrics', metricsOf({ service: 'consumer' }))).rejects.toMatchObject({
      code: status.UNAVAILABLE,
    });
    await platform.status(consumer, signal);
    expect(await ask('GetMetrics', metricsOf({ service: 'consumer' }))).toMatchObject({
      metricValues: [{ metricValueFloat: 3 }],
    });
  });

  test('a trigger that names no service, or one that nobody knows, is told so', async () => {
    const { ask } = await start();
    await expect(ask('IsActive', object({}))).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringContaining('names no `service`'),
    });
    await expect(ask('GetMetrics', metricsOf({ service: 'nobody' }))).rejects.toMatchObject({
      code: status.NOT_FOUND,
      details: expect.stringContaining('known: consumer@eu-1'),
    });
  });

  test('pushes to those who listen when a service is wanted again', async () => {
    const { platform, client } = await start();
    await platform.scale(consumer, 0, signal);
    const heard: unknown[] = [];
    const stream = client.StreamIsActive(object({ service: 'consumer' }));
    stream.on('data', (answer) => heard.push(answer));
    stream.on('error', () => {});
    await expect.poll(() => heard).toEqual([{ result: false }]);
    await platform.scale(consumer, 2, signal);
    await expect.poll(() => heard).toEqual([{ result: false }, { result: true }]);
    stream.cancel();
  });

  test('a service that KEDA does not scale is not taken', async () => {
    const { platform } = await start([]);
    await expect(platform.scale(consumer, 4, signal)).rejects.toMatchObject({ code: 'OUNCE_E_PLATFORM' });
  });
});
