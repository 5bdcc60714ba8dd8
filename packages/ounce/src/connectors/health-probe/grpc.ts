import { Client, credentials, type MethodDefinition, type ServiceError, status } from '@grpc/grpc-js';
import type { ProbeAnswer } from '../../ports/index.ts';
import { noAnswer } from './say.ts';

const serving = 1;
const words = ['UNKNOWN', 'SERVING', 'NOT_SERVING', 'SERVICE_UNKNOWN'];

/** `grpc.health.v1.Health/Check`: a string in field 1, an enum in field 1 (https://github.com/grpc/grpc/blob/master/doc/health-checking.md). */
const check: Pick<MethodDefinition<string, number>, 'path' | 'requestSerialize' | 'responseDeserialize'> = {
  path: '/grpc.health.v1.Health/Check',
  requestSerialize(service) {
    const name = Buffer.from(service);
    if (name.length > 127) throw new Error('a gRPC service name has at most 127 bytes here');
    return name.length === 0 ? Buffer.alloc(0) : Buffer.concat([Buffer.from([0x0a, name.length]), name]);
  },
  responseDeserialize: (bytes) => (bytes[0] === 0x08 ? (bytes[1] ?? 0) : 0),
};

/** Keeps one channel an address: a gRPC connection costs a handshake, and half-open ones are noticed by the deadline. */
export class GrpcHealth {
  readonly #clients = new Map<string, Client>();

  probe(url: URL, service: string, timeoutMs: number, signal: AbortSignal): Promise<ProbeAnswer> {
    const client = this.#client(url);
    return new Promise((resolve, reject) => {
      const { path, requestSerialize, responseDeserialize } = check;
      const options = { deadline: new Date(performance.timeOrigin + performance.now() + timeoutMs) };
      const done = (error: ServiceError | null, answer?: number) => {
        signal.removeEventListener('abort', cancel);
        if (signal.aborted) return reject(signal.reason);
        if (error) return resolve(failure(error, timeoutMs));
        if (answer === serving) return resolve({ kind: 'up' });
        resolve({ kind: 'down', why: `it says ${words[answer ?? 0] ?? answer}`, unresponsive: false });
      };
      const call = client.makeUnaryRequest(
        path,
        requestSerialize,
        responseDeserialize,
        service,
        options,
        done,
      );
      const cancel = () => call.cancel();
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  close(): void {
    for (const client of this.#clients.values()) client.close();
    this.#clients.clear();
  }

  #client({ host, protocol }: URL): Client {
    const key = `${protocol}//${host}`;
    const known = this.#clients.get(key);
    if (known) {
      // The least recently used goes first, below: never one that is being asked.
      this.#clients.delete(key);
      this.#clients.set(key, known);
      return known;
    }
    const secure = protocol === 'https:' ? credentials.createSsl() : credentials.createInsecure();
    const client = new Client(host, secure, {
      'grpc.use_local_subchannel_pool': 1,
      'grpc.max_reconnect_backoff_ms': 1000,
      'grpc.initial_reconnect_backoff_ms': 100,
    });
    this.#clients.set(key, client);
    // Addresses of instances that are gone would stay for good.
    if (this.#clients.size > 1000) {
      const [oldest] = this.#clients.keys();
      this.#clients.get(oldest!)?.close();
      this.#clients.delete(oldest!);
    }
    return client;
  }
}

function failure({ code, details }: ServiceError, timeoutMs: number): ProbeAnswer {
  if (code === status.DEADLINE_EXCEEDED) return noAnswer(timeoutMs);
  if (code === status.UNIMPLEMENTED) return { kind: 'unknown', why: 'it does not speak grpc.health.v1' };
  return { kind: 'down', why: details || `gRPC status ${code}`, unresponsive: false };
}
