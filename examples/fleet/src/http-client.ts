import { Agent, type ClientRequest, request } from 'node:http';
import type { CallContext } from '@ounce/guard';

export interface HttpAnswer {
  readonly status: number;
  /** The parsed body; undefined when it is empty or not JSON. */
  readonly body: unknown;
  /** What `Retry-After` asks for, in ms. */
  readonly retryAfterMs?: number;
}

/** How long a call may take: so many ms, or until a guard's context says that it is over; its budget travels along. */
export type CallLimit = number | Pick<CallContext, 'signal' | 'budgetHeaders'>;

export interface HttpClient {
  /** Sends one JSON request. @throws when there is no whole answer within the limit; any status is an answer. */
  post(url: string, body: unknown, limit: CallLimit): Promise<HttpAnswer>;
  get(url: string, limit: CallLimit): Promise<HttpAnswer>;
  close(): void;
}

interface Call {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly body: string | undefined;
  readonly limit: CallLimit;
}

/** JSON over kept-alive connections: at 80 messages a second, a connection each would cost more than the work. */
export function createHttpClient(): HttpClient {
  const agent = new Agent({ keepAlive: true, scheduling: 'lifo' });

  async function send(call: Call): Promise<HttpAnswer> {
    const attempt = once(agent, call);
    try {
      return await attempt.answer;
    } catch (error) {
      // The peer closed a kept-alive connection just as it was taken up again. Messages carry ids and are
      // deduplicated, so a second try can do no harm.
      if (!attempt.request.reusedSocket || (error as NodeJS.ErrnoException).code !== 'ECONNRESET')
        throw error;
      return once(agent, call).answer;
    }
  }

  return {
    post: (url, body, limit) => send({ method: 'POST', url, body: JSON.stringify(body), limit }),
    get: (url, limit) => send({ method: 'GET', url, body: undefined, limit }),
    close: () => agent.destroy(),
  };
}

function once(agent: Agent, { method, url, body, limit }: Call) {
  const headers = {
    ...(typeof limit === 'number' ? {} : limit.budgetHeaders()),
    ...(body === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
  };
  const outgoing: ClientRequest = request(url, { agent, method, headers });
  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    endAt(outgoing, limit, `${method} ${url}`);
    outgoing.on('error', reject);
    outgoing.on('response', (incoming) => {
      let text = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => {
        text += chunk;
      });
      incoming.on('error', reject);
      const { statusCode: status = 0, headers } = incoming;
      const retryAfter = Number(headers['retry-after']);
      const asked = Number.isFinite(retryAfter) ? { retryAfterMs: retryAfter * 1_000 } : {};
      incoming.on('end', () => resolve({ status, body: parse(text), ...asked }));
    });
    outgoing.end(body);
  });
  return { request: outgoing, answer };
}

function endAt(outgoing: ClientRequest, limit: CallLimit, what: string): void {
  if (typeof limit === 'number') {
    const late = () => outgoing.destroy(new Error(`${what}: no answer within ${limit} ms`));
    const timer = setTimeout(late, limit);
    outgoing.on('close', () => clearTimeout(timer));
    return;
  }
  const { signal } = limit;
  const over = () => outgoing.destroy(signal.reason as Error);
  if (signal.aborted) over();
  signal.addEventListener('abort', over, { once: true });
  outgoing.on('close', () => signal.removeEventListener('abort', over));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A readiness check: resolves when `url` answers 200. */
export async function expectOk(client: HttpClient, url: string, timeoutMs: number): Promise<void> {
  const { status } = await client.get(url, timeoutMs);
  if (status !== 200) throw new Error(`${url} answered ${status}`);
}
