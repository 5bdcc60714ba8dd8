import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { KubernetesAccess } from './access.ts';

export interface KubernetesRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: string;
  readonly body?: unknown;
  /** A patch that says how the whole is to be (server-side apply). */
  readonly isApply?: boolean;
}

const contentTypes = {
  GET: 'application/json',
  POST: 'application/json',
  PATCH: 'application/merge-patch+json',
} as const;
/** YAML, of which JSON is a part. */
const applyType = 'application/apply-patch+yaml';
const mostBytes = 64 * 2 ** 20;

/** Connections to one API server, kept open from one request to the next. */
export class Wire {
  readonly #access: KubernetesAccess;
  readonly #agent: HttpAgent;
  readonly #request: typeof requestHttp;

  constructor(access: KubernetesAccess) {
    const { ca, cert, key, serverName, unverified, server } = access;
    const tls = {
      ...(ca ? { ca } : {}),
      ...(cert ? { cert } : {}),
      ...(key ? { key } : {}),
      ...(serverName ? { servername: serverName } : {}),
      ...(unverified ? { rejectUnauthorized: false } : {}),
    };
    const isTls = server.startsWith('https:');
    this.#access = access;
    this.#agent = isTls ? new HttpsAgent({ keepAlive: true, ...tls }) : new HttpAgent({ keepAlive: true });
    this.#request = isTls ? requestHttps : requestHttp;
  }

  /** Resolves when the answer begins; the signal ends it also later. */
  open({ method, path, body, isApply }: KubernetesRequest, signal: AbortSignal): Promise<IncomingMessage> {
    const { token, server } = this.#access;
    const text = body === undefined ? undefined : JSON.stringify(body);
    const type = isApply ? applyType : contentTypes[method];
    const headers = {
      accept: 'application/json',
      'user-agent': 'ounce',
      ...(token ? { authorization: `Bearer ${token()}` } : {}),
      ...(text === undefined ? {} : { 'content-type': type, 'content-length': Buffer.byteLength(text) }),
    };
    return new Promise((resolve, reject) => {
      const options = { method, headers, signal, agent: this.#agent };
      const sent = this.#request(new URL(path, server), options, resolve);
      sent.on('error', reject);
      sent.end(text);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** The whole of an answer, up to a bound. */
export async function textOf(response: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response as AsyncIterable<Buffer>) {
    parts.push(part);
    bytes += part.length;
    if (bytes > mostBytes) throw new Error(`the answer is longer than ${mostBytes} bytes`);
  }
  return Buffer.concat(parts).toString();
}

/** The lines of an answer that goes on for a while. */
export async function* linesOf(response: IncomingMessage): AsyncGenerator<string> {
  let rest = '';
  response.setEncoding('utf8');
  for await (const part of response as AsyncIterable<string>) {
    const lines = (rest + part).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > mostBytes) throw new Error(`a line is longer than ${mostBytes} characters`);
    yield* lines;
  }
}
