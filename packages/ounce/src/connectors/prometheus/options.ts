import type { Clock } from '../../ports/index.ts';

export type PrometheusAuth =
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** Options of `prometheusSource`. */
export interface PrometheusOptions {
  readonly clock: Clock;
  /** Base address; the query API is at `<url>/api/v1/query`. May have a path: `https://mimir.example/prometheus`. */
  readonly url: string;
  readonly auth?: PrometheusAuth;
  /** Sent with each request, for example `X-Scope-OrgID`. */
  readonly headers?: Readonly<Record<string, string>>;
  /** For one query; the server is told the same limit. Default 5,000. */
  readonly timeoutMs?: number;
  /** How many queries run at the same time. Default 4. */
  readonly concurrency?: number;
  /** How many requests travel in one query. Default 20; 1 sends each alone. */
  readonly batchSize?: number;
  /** Samples older than this are no answer. Default 60,000; keep it at twice the scrape interval or more. */
  readonly lookbackMs?: number;
}
