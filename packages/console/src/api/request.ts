import type { Problem } from './types.ts';

/** An answer of the API that is not the one asked for; `mend` says what to do. Status 0: it could not be reached. */
export class ApiProblem extends Error {
  readonly code: string;
  readonly mend: string;
  readonly status: number;
  /** What a program needs to go on, e.g. the version that is in the way. */
  readonly details: unknown;

  constructor({ code, message, mend, details }: Problem, status: number) {
    super(message);
    this.name = 'ApiProblem';
    this.code = code;
    this.mend = mend;
    this.status = status;
    this.details = details;
  }
}

const unreachable: Problem = {
  code: 'CONSOLE_UNREACHABLE',
  message: 'The governor does not answer.',
  mend: 'Check that it runs (npx ounce doctor). The console tries again by itself.',
};

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null && 'message' in body && 'mend' in body)
    return body as Problem;
  return {
    code: `HTTP_${response.status}`,
    message: `The governor answered ${response.status} ${response.statusText}.`,
    mend: 'Look into the governor’s log for this request.',
  };
}

interface RequestOptions {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** Sends one request under `/api`. Throws ApiProblem for anything but a 2xx answer, and the abort reason when aborted. */
export async function send(token: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const { method = 'GET', body, signal } = options;
  let response: Response;
  try {
    response = await fetch(`/api${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch {
    signal?.throwIfAborted();
    throw new ApiProblem(unreachable, 0);
  }
  if (!response.ok) throw new ApiProblem(await problemOf(response), response.status);
  return response;
}

/** Sends one request and reads the JSON it is answered with; undefined when the answer has no body (204). */
export async function sendForJson<T>(token: string, path: string, options?: RequestOptions): Promise<T> {
  const response = await send(token, path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}
