import type { CallContext, PolicyCode } from '../policy/context.ts';
import type { FetchGuardOptions, PolicyOfHost } from './fetch.ts';
import { isFailureStatus } from './http-results.ts';

/** What the guard needs of undici's `DispatchController`. */
interface ControllerLike {
  abort(reason: Error): void;
}

/** What the guard needs of undici's `DispatchHandler` (version 7 and later). */
interface HandlerLike {
  onRequestStart?(controller: never, context: unknown): void;
  onRequestUpgrade?(controller: never, statusCode: number, headers: never, socket: never): void;
  onResponseStart?(controller: never, statusCode: number, headers: never, statusMessage?: string): void;
  onResponseData?(controller: never, chunk: never): void;
  onResponseEnd?(controller: never, trailers: never): void;
  onResponseError?(controller: never, error: Error): void;
}

interface DispatchOptionsLike {
  readonly origin?: string | URL | undefined;
  readonly headers?: unknown;
}

/** What the guard counts a dispatched request as. */
const dispatchResults: PolicyCode = {
  isFailureValue: (value) => typeof value === 'number' && isFailureStatus(value),
};

/** There is no request yet to control when the guard refuses one. */
const noController = {
  aborted: true,
  paused: false,
  reason: null,
  abort: () => {},
  pause: () => {},
  resume: () => {},
};

/**
 * An interceptor for `dispatcher.compose(…)` of undici: every request through that dispatcher gets the breaker, the limits and the deadline of
 * its host, until the response's headers are there. Retries are left to undici's own interceptor, placed outside this one.
 */
export function createInterceptor(policyOf: PolicyOfHost, options: FetchGuardOptions) {
  return <Options extends DispatchOptionsLike, Handler extends object>(
    dispatch: (options: Options, handler: Handler) => boolean,
  ) =>
    (request: Options, handler: Handler): boolean => {
      const watched = new WatchedHandler(handler);
      policyOf(hostOf(request.origin), options)
        .execute((context) => watched.dispatch(dispatch as never, request, context), {
          code: dispatchResults,
          ...(options.budgetMs !== undefined && { budgetMs: options.budgetMs }),
        })
        .catch((error: unknown) => watched.refuse(error as Error));
      return true;
    };
}

function hostOf(origin: string | URL | undefined): string {
  return origin === undefined ? 'unknown' : new URL(origin).host;
}

/** Passes every event on, and tells the guard of the first that decides the call. */
class WatchedHandler implements HandlerLike {
  readonly #handler: HandlerLike;
  #controller: ControllerLike | null = null;
  #resolve: (status: number) => void = () => {};
  #reject: (error: unknown) => void = () => {};
  #toldError = false;
  #abortReason: Error | null = null;

  constructor(handler: object) {
    this.#handler = handler;
  }

  dispatch(
    dispatch: (options: DispatchOptionsLike, handler: HandlerLike) => boolean,
    request: DispatchOptionsLike,
    context: CallContext,
  ): Promise<number> {
    context.signal.addEventListener('abort', () => this.#abort(context.signal.reason as Error), {
      once: true,
    });
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
      dispatch({ ...request, headers: withHeaders(request.headers, context.budgetHeaders()) }, this);
    });
  }

  /** The guard ended the call. If the request has begun, undici reports that itself. */
  refuse(error: Error): void {
    if (this.#toldError || this.#controller !== null) return;
    this.#toldError = true;
    this.#handler.onResponseError?.(noController as never, error);
  }

  onRequestStart(controller: never, context: unknown): void {
    this.#controller = controller;
    if (this.#abortReason !== null) (controller as ControllerLike).abort(this.#abortReason);
    else this.#handler.onRequestStart?.(controller, context);
  }

  onRequestUpgrade(controller: never, statusCode: number, headers: never, socket: never): void {
    this.#resolve(statusCode);
    this.#handler.onRequestUpgrade?.(controller, statusCode, headers, socket);
  }

  onResponseStart(controller: never, statusCode: number, headers: never, statusMessage?: string): void {
    if (statusCode >= 200) this.#resolve(statusCode);
    this.#handler.onResponseStart?.(controller, statusCode, headers, statusMessage);
  }

  onResponseData(controller: never, chunk: never): void {
    this.#handler.onResponseData?.(controller, chunk);
  }

  onResponseEnd(controller: never, trailers: never): void {
    this.#handler.onResponseEnd?.(controller, trailers);
  }

  onResponseError(controller: never, error: Error): void {
    this.#reject(error);
    if (this.#toldError) return;
    this.#toldError = true;
    this.#handler.onResponseError?.(controller, error);
  }

  #abort(reason: Error): void {
    this.#abortReason = reason;
    this.#controller?.abort(reason);
  }
}

/** Adds headers to any of the shapes that undici takes: a flat list, an object, or pairs. */
function withHeaders(headers: unknown, added: Record<string, string>): unknown {
  if (Object.keys(added).length === 0) return headers;
  if (Array.isArray(headers)) return [...headers, ...Object.entries(added).flat()];
  if (headers && typeof (headers as Iterable<unknown>)[Symbol.iterator] === 'function')
    return { ...Object.fromEntries(headers as Iterable<[string, string]>), ...added };
  return { ...(headers as object | null | undefined), ...added };
}
