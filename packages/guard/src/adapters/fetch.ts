import type { CallContext } from '../policy/context.ts';
import type { Policy } from '../policy/policy.ts';
import { fetchResults, isIdempotentRequest } from './http-results.ts';

/** What one guarded request may say about itself. */
export interface FetchGuardOptions {
  /** Whose breaker and settings. Default: the dependency whose `hosts` name the URL's host, else that host. */
  readonly dependency?: string;
  /** A breaker of its own within the dependency, for example `GET /orders/:id`. Never the raw path: each name is one breaker. */
  readonly endpoint?: string;
  /** Default: by the method (RFC 9110) or an `Idempotency-Key` header. */
  readonly idempotent?: boolean;
  /** Replaces the settings' `budgetMs` for this request. */
  readonly budgetMs?: number | null;
}

export type GuardedRequestInit = RequestInit & { readonly guard?: FetchGuardOptions };

/** `fetch`, guarded until the response's headers are there. */
export type GuardedFetch = (input: string | URL | Request, init?: GuardedRequestInit) => Promise<Response>;

/** Which policy guards requests to a host. */
export type PolicyOfHost = (host: string, options: FetchGuardOptions) => Policy;

/**
 * A `fetch` with the same signature and the same answers: a response with status 500 is still a response. What counts as a failure is decided by
 * status (5xx, 408, 429); retries need an idempotent request whose body can be sent twice.
 */
export function createFetch(policyOf: PolicyOfHost, send: typeof fetch): GuardedFetch {
  return (input, init = {}) => {
    const { guard: options = {}, ...plain } = init;
    const request = input instanceof Request ? input : undefined;
    let url: URL;
    try {
      url = new URL(request?.url ?? String(input));
    } catch (error) {
      return Promise.reject(error);
    }
    const headers = new Headers(plain.headers ?? request?.headers);
    const method = plain.method ?? request?.method ?? 'GET';
    const idempotent =
      (options.idempotent ?? isIdempotentRequest(method, headers.has('idempotency-key'))) &&
      canSendTwice(plain.body, request);
    const work = (context: CallContext) => {
      for (const [name, value] of Object.entries(context.budgetHeaders())) headers.set(name, value);
      return send(input, { ...plain, headers, signal: context.signal });
    };
    return policyOf(url.host, options).execute(work, {
      signal: plain.signal ?? request?.signal,
      idempotent,
      code: fetchResults,
      ...(options.budgetMs !== undefined && { budgetMs: options.budgetMs }),
    });
  };
}

/** A stream is gone once it has been sent. */
function canSendTwice(body: RequestInit['body'], request: Request | undefined): boolean {
  if (body === undefined || body === null) return !request?.body;
  return (
    typeof body === 'string' ||
    body instanceof URLSearchParams ||
    body instanceof Blob ||
    body instanceof FormData ||
    body instanceof ArrayBuffer ||
    ArrayBuffer.isView(body)
  );
}
