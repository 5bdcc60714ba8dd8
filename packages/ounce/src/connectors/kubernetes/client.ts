import type { IncomingMessage } from 'node:http';
import { OunceError } from '@ounce/core';
import type { z } from 'zod';
import { waitMsAfter } from '../../ports/http-retry.ts';
import type { Clock } from '../../ports/index.ts';
import type { KubernetesAccess } from './access.ts';
import { isRateLimit, refusalOf, retryAfterOf, statusOf } from './refusal.ts';
import { type KubernetesRequest, linesOf, textOf, Wire } from './wire.ts';

export interface KubernetesClient {
  /**
   * One answer, checked. A rate limit (429) or an overloaded server (503, 504) is waited out a little, as it asks.
   *
   * @throws OunceError OUNCE_E_PLATFORM with the server's own reason
   */
  call<Answer>(request: KubernetesRequest, answer: z.ZodType<Answer>, signal: AbortSignal): Promise<Answer>;
  /**
   * The lines of an answer that goes on for up to `forMs`. `opened` is called when it begins.
   *
   * @throws OunceError OUNCE_E_PLATFORM when it is refused, breaks off or goes on for too long
   */
  lines(path: string, forMs: number, opened: () => void, signal: AbortSignal): AsyncGenerator<string>;
  close(): void;
}

export interface ClientOptions {
  readonly access: KubernetesAccess;
  readonly clock: Clock;
  /** For one try, in ms. */
  readonly timeoutMs: number;
}

const tries = 3;
/** The governor decides anew every few seconds: what takes longer than this is its next decision's matter. */
const longestWaitMs = 2_000;

/** Talks to an API server over connections that are kept open. */
export function kubernetesClient({ access, clock, timeoutMs }: ClientOptions): KubernetesClient {
  const wire = new Wire(access);

  async function once(request: KubernetesRequest, signal: AbortSignal): Promise<string> {
    const bounded = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      return await wholeOf(await wire.open(request, bounded), request);
    } catch (cause) {
      signal.throwIfAborted();
      throw noAnswer(request, cause, bounded.aborted ? `no answer within ${timeoutMs} ms` : undefined);
    }
  }

  return {
    async call(request, answer, signal) {
      for (let attempt = 1; ; attempt++) {
        try {
          return read(await once(request, signal), request, answer);
        } catch (error) {
          const passes = isRateLimit(error) || [503, 504].includes(statusOf(error) ?? 0);
          const waitMs = waitMsAfter(attempt, retryAfterOf(error), clock.nowMs());
          // A request that was asked to wait longer is not sent again: the next decision will be early enough.
          if (!passes || attempt >= tries || waitMs > longestWaitMs) throw error;
          await clock.sleep(waitMs, signal);
        }
      }
    },
    async *lines(path, forMs, opened, signal) {
      const request = { method: 'GET', path } as const;
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(forMs + timeoutMs)]);
      try {
        const response = await wire.open(request, bounded);
        if (response.statusCode !== 200) await wholeOf(response, request);
        opened();
        yield* linesOf(response);
      } catch (cause) {
        signal.throwIfAborted();
        throw noAnswer(request, cause, bounded.aborted ? 'it does not end when it should' : undefined);
      }
    },
    close: () => wire.close(),
  };
}

async function wholeOf(response: IncomingMessage, { method, path }: KubernetesRequest): Promise<string> {
  const body = await textOf(response);
  const { statusCode: status = 0, headers } = response;
  if (status >= 200 && status <= 299) return body;
  throw refusalOf({ method, path, status, retryAfter: headers['retry-after'], body });
}

/** A refusal is an answer; anything else is none. */
function noAnswer({ method, path }: KubernetesRequest, cause: unknown, why = messageOf(cause)): OunceError {
  if (cause instanceof OunceError) return cause;
  const message = `Kubernetes: ${method} ${path.split('?')[0]}: ${why}`;
  return new OunceError('OUNCE_E_PLATFORM', message, { cause, retry: true });
}

function read<Wanted>(body: string, { method, path }: KubernetesRequest, wanted: z.ZodType<Wanted>): Wanted {
  try {
    return wanted.parse(JSON.parse(body));
  } catch (cause) {
    const why = messageOf(cause).replace(/\s+/g, ' ').slice(0, 300);
    const message = `Kubernetes: ${method} ${path.split('?')[0]}: the answer cannot be understood: ${why}`;
    throw new OunceError('OUNCE_E_PLATFORM', message, {
      cause,
      mend: 'Check that this is a Kubernetes API server, version 1.23 or later.',
    });
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
