import {
  type handleServerStreamingCall,
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type ServerWritableStream,
  status,
} from '@grpc/grpc-js';
import { OunceError, type ServiceRef, serviceKey } from '@ounce/core';
import { externalScalerService, type ScaledObjectRef } from './service-definition.ts';

/** How many replicas Ounce wants of a service; KEDA's horizontal pod autoscaler divides it by a target of one. */
const metricName = 'ounce-replicas';

export interface ExternalScalerOptions {
  /** Where KEDA reaches it, e.g. `0.0.0.0:7078`. Port 0: a free one. */
  readonly address: string;
  /** PEM texts; without them the connection is not encrypted, as KEDA expects unless told otherwise. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The region that is meant when a trigger names none. */
  readonly region: string;
  /** Undefined: not known yet. Throws for a service that nobody has told Ounce about. */
  readonly wanted: (of: ServiceRef) => number | undefined;
}

export interface ExternalScaler {
  readonly port: number;
  /** Tells KEDA at once that a service is wanted again, or no longer. */
  changed(of: ServiceRef): void;
  close(): Promise<void>;
}

interface Refusal {
  readonly code: status;
  readonly details: string;
}

type Stream = ServerWritableStream<ScaledObjectRef, { result: boolean }>;

/**
 * KEDA's external scaler (also `external-push`). A call that cannot be answered ends in an error, never in a zero: KEDA then
 * leaves the replicas as they are, or takes the fallback of the scaled object.
 *
 * @throws OUNCE_E_PLATFORM when it cannot listen there
 */
export async function serveExternalScaler(options: ExternalScalerOptions): Promise<ExternalScaler> {
  const streams = new Map<string, Set<Stream>>();
  const refOf = ({ scalerMetadata: { service, region = options.region } }: ScaledObjectRef): ServiceRef => {
    if (service) return { service, region };
    throw refusal(status.INVALID_ARGUMENT, 'The trigger’s metadata names no `service`.');
  };
  const wantedOf = (object: ScaledObjectRef): number => {
    const of = refOf(object);
    let wanted: number | undefined;
    try {
      wanted = options.wanted(of);
    } catch (error) {
      throw refusal(status.NOT_FOUND, error instanceof Error ? error.message : String(error));
    }
    if (wanted !== undefined) return wanted;
    throw refusal(status.UNAVAILABLE, `It is not known yet how many replicas ${serviceKey(of)} needs.`);
  };
  const unary =
    <Request, Response>(answer: (request: Request) => Response): handleUnaryCall<Request, Response> =>
    ({ request }, done) => {
      try {
        done(null, answer(request));
      } catch (error) {
        done(asRefusal(error));
      }
    };
  const streamIsActive: handleServerStreamingCall<ScaledObjectRef, { result: boolean }> = (stream) => {
    try {
      const key = serviceKey(refOf(stream.request));
      stream.write({ result: wantedOf(stream.request) > 0 });
      const open = streams.get(key) ?? new Set();
      streams.set(key, open.add(stream));
      for (const event of ['cancelled', 'close', 'error']) stream.on(event, () => open.delete(stream));
    } catch (error) {
      stream.emit('error', asRefusal(error));
    }
  };
  const server = new Server({ 'grpc.max_concurrent_streams': 1_000 });
  server.addService(externalScalerService, {
    IsActive: unary((object: ScaledObjectRef) => ({ result: wantedOf(object) > 0 })),
    StreamIsActive: streamIsActive,
    GetMetricSpec: unary((object: ScaledObjectRef) => {
      refOf(object);
      return { metricSpecs: [{ metricName, targetSize: 1, targetSizeFloat: 1 }] };
    }),
    GetMetrics: unary((request: { scaledObjectRef: ScaledObjectRef }) => {
      const value = wantedOf(request.scaledObjectRef);
      return { metricValues: [{ metricName, metricValue: value, metricValueFloat: value }] };
    }),
  });
  const port = await listen(server, options);
  return {
    port,
    changed(of) {
      for (const stream of streams.get(serviceKey(of)) ?? [])
        stream.write({ result: wantedOf(stream.request) > 0 });
    },
    async close() {
      for (const stream of [...streams.values()].flatMap((open) => [...open])) stream.end();
      const closed = new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
      const late = setTimeout(() => server.forceShutdown(), 1_000);
      await closed;
      clearTimeout(late);
    },
  };
}

function listen(server: Server, { address, tls }: ExternalScalerOptions): Promise<number> {
  const credentials = tls
    ? ServerCredentials.createSsl(null, [
        { private_key: Buffer.from(tls.key), cert_chain: Buffer.from(tls.cert) },
      ])
    : ServerCredentials.createInsecure();
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (cause, port) => {
      if (!cause) return resolve(port);
      const message = `KEDA’s external scaler cannot listen on ${address}: ${cause.message}`;
      reject(
        new OunceError('OUNCE_E_PLATFORM', message, {
          cause,
          mend: 'Choose another `connectors.keda.address`.',
        }),
      );
    });
  });
}

const refusal = (code: status, details: string): Refusal => ({ code, details });

function asRefusal(error: unknown): Refusal {
  if (typeof error === 'object' && error !== null && 'code' in error && 'details' in error)
    return error as Refusal;
  return refusal(status.INTERNAL, error instanceof Error ? error.message : String(error));
}
