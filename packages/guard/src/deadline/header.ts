/**
 * The request header in which a call's remaining time travels: whole milliseconds that the callee may take, counted from when it receives
 * them. Relative, so that no two machines need clocks that agree.
 */
export const budgetHeader = 'x-request-budget-ms';

/** Headers as Node, Fastify, Express and `fetch` have them. */
export type HeadersLike =
  | { get(name: string): string | null }
  | Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * The budget that a request came with, in ms: from `x-request-budget-ms`, else Envoy's `x-envoy-expected-rq-timeout-ms`, else gRPC's
 * `grpc-timeout`. `undefined` when there is none that can be read; a header is never trusted to extend a budget, only to cut it.
 */
export function readBudgetMs(headers: HeadersLike): number | undefined {
  return (
    parseMilliseconds(headerValue(headers, budgetHeader)) ??
    parseMilliseconds(headerValue(headers, 'x-envoy-expected-rq-timeout-ms')) ??
    parseGrpcTimeout(headerValue(headers, 'grpc-timeout'))
  );
}

/** The header's value for what is left, rounded down: the callee must never believe in more time than there is. */
export function formatBudgetMs(remainingMs: number): string {
  return String(Math.max(0, Math.floor(remainingMs)));
}

function headerValue(headers: HeadersLike, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  const value = headers[name];
  return typeof value === 'object' ? value[0] : value;
}

function isHeaders(headers: HeadersLike): headers is { get(name: string): string | null } {
  return typeof headers.get === 'function';
}

function parseMilliseconds(value: string | undefined): number | undefined {
  return value !== undefined && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}

const grpcUnitMs: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 1e-3,
  n: 1e-6,
};

/** gRPC over HTTP/2, "Timeout": at most eight digits and a unit. */
function parseGrpcTimeout(value: string | undefined): number | undefined {
  const match = value === undefined ? null : /^(\d{1,8})([HMSmun])$/.exec(value);
  return match ? Number(match[1]) * grpcUnitMs[match[2]!]! : undefined;
}
