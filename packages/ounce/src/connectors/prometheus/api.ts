import { OunceError } from '@ounce/core';
import type { PrometheusAuth, PrometheusOptions } from './options.ts';

/** A sample as the API spells it: seconds since the epoch, and the number as text. */
export type ApiSample = readonly [seconds: number, value: string];

export type ApiResult =
  | {
      readonly kind: 'vector';
      readonly series: readonly {
        readonly metric: Readonly<Record<string, string>>;
        readonly sample: ApiSample;
      }[];
    }
  | { readonly kind: 'scalar'; readonly sample: ApiSample }
  /** The server understood the request, and says that this query cannot be answered. */
  | { readonly kind: 'refused'; readonly why: string };

export interface Ask {
  readonly query: string;
  readonly atMs: number;
  readonly signal: AbortSignal;
}

interface Envelope {
  readonly status?: string;
  readonly data?: { readonly resultType?: string; readonly result?: unknown };
  readonly error?: string;
}

/**
 * One instant query: `POST /api/v1/query`.
 *
 * @throws OunceError OUNCE_E_METRIC_SOURCE when the server cannot be reached or does not answer as one of its kind
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#instant-queries
 */
export async function askServer(
  options: PrometheusOptions,
  { query, atMs, signal }: Ask,
): Promise<ApiResult> {
  const { lookbackMs = 60_000 } = options;
  const form = { query, time: String(atMs / 1000), lookback_delta: `${lookbackMs}ms` };
  return readInstant(await post(options, { path: 'query', form, signal }));
}

export interface AskRange {
  readonly query: string;
  readonly sinceMs: number;
  /** Included. */
  readonly untilMs: number;
  readonly stepMs: number;
  readonly signal: AbortSignal;
}

export type RangeResult =
  | { readonly kind: 'matrix'; readonly series: readonly (readonly ApiSample[])[] }
  | { readonly kind: 'refused'; readonly why: string };

/**
 * One range query: `POST /api/v1/query_range`. Servers answer at most 11,000 points a series.
 *
 * @throws OunceError OUNCE_E_METRIC_SOURCE as `askServer`
 * @see https://prometheus.io/docs/prometheus/latest/querying/api/#range-queries
 */
export async function askRange(
  options: PrometheusOptions,
  { query, sinceMs, untilMs, stepMs, signal }: AskRange,
): Promise<RangeResult> {
  const form = {
    query,
    start: String(sinceMs / 1000),
    end: String(untilMs / 1000),
    step: String(stepMs / 1000),
  };
  const answer = await post(options, { path: 'query_range', form, signal });
  if (answer.kind === 'refused') return answer;
  const series = answer.result as readonly { values?: readonly ApiSample[] }[];
  return { kind: 'matrix', series: series.map(({ values = [] }) => values) };
}

type Answer =
  | { readonly kind: 'answer'; readonly resultType: string | undefined; readonly result: unknown }
  /** 400: not PromQL; 422: PromQL that cannot be carried out. Both are about the query, not the server. */
  | { readonly kind: 'refused'; readonly why: string };

interface Post {
  readonly path: 'query' | 'query_range';
  readonly form: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

async function post(options: PrometheusOptions, { path, form, signal }: Post): Promise<Answer> {
  const { timeoutMs = 5000 } = options;
  const url = `${options.url.replace(/\/+$/, '')}/api/v1/${path}`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: new URLSearchParams({ ...form, timeout: `${timeoutMs}ms` }),
      headers: { ...options.headers, ...authorization(options.auth) },
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    return readAnswer(url, response.status, await response.text());
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof OunceError) throw error;
    const retry = true;
    throw new OunceError('OUNCE_E_METRIC_SOURCE', `${url}: ${reasonOf(error, timeoutMs)}.`, {
      retry,
      cause: error,
    });
  }
}

function readAnswer(url: string, status: number, body: string): Answer {
  const envelope = parse(body);
  if ((status === 400 || status === 422) && envelope?.error) return { kind: 'refused', why: envelope.error };
  if (status === 401 || status === 403) {
    const mend = 'Check the token or the password in connectors.prometheus.';
    throw new OunceError('OUNCE_E_METRIC_SOURCE', `${url} does not let Ounce in: it answered ${status}.`, {
      mend,
    });
  }
  const { result, resultType } = envelope?.data ?? {};
  if (status !== 200 || envelope?.status !== 'success' || result === undefined) {
    const said = envelope?.error ?? body.slice(0, 200).trim();
    const message = `${url} answered ${status}${said ? `: ${said}` : ''}.`;
    throw new OunceError('OUNCE_E_METRIC_SOURCE', message, { retry: status >= 500 || status === 429 });
  }
  return { kind: 'answer', resultType, result };
}

function readInstant(answer: Answer): ApiResult {
  if (answer.kind === 'refused') return answer;
  const { resultType, result } = answer;
  if (resultType === 'scalar') return { kind: 'scalar', sample: result as ApiSample };
  if (resultType !== 'vector')
    return { kind: 'refused', why: `its result is a ${resultType}, not one number` };
  const series = result as readonly { metric: Record<string, string>; value?: ApiSample }[];
  // A native histogram comes without `value`; it is no number.
  const sampled = series.map(({ metric, value = [0, 'NaN'] }) => ({ metric, sample: value }));
  return { kind: 'vector', series: sampled };
}

function parse(body: string): Envelope | undefined {
  try {
    return JSON.parse(body) as Envelope;
  } catch {
    return undefined;
  }
}

function authorization(auth: PrometheusAuth | undefined): Record<string, string> {
  if (!auth) return {};
  if (auth.kind === 'bearer') return { authorization: `Bearer ${auth.token}` };
  return { authorization: `Basic ${Buffer.from(`${auth.username}:${auth.password}`).toString('base64')}` };
}

function reasonOf(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  return error.cause instanceof Error ? error.cause.message : error.message;
}
