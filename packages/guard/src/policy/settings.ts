import { type BreakerSettings, resolveBreakerSettings } from '../breaker/settings.ts';
import { type HedgeSettings, hedgeOptions } from '../fallback/hedge.ts';
import { type AdaptiveLimitSettings, resolveAdaptiveLimitSettings } from '../limits/adaptive-limit.ts';
import { type BulkheadSettings, bulkheadOptions } from '../limits/bulkhead.ts';
import { type RateLimitSettings, rateLimitOptions } from '../limits/rate-limiter.ts';
import { type OptionTable, optionalDuration, resolveOptions } from '../options.ts';
import { SettingsError } from '../rejection.ts';
import { type RetrySettings, resolveRetrySettings } from '../retry/settings.ts';

/** How calls to one dependency are guarded: plain data, from code, a file or the governor. `null` leaves a piece out. */
export interface PolicySettings {
  /** The whole call, retries included, in ms; `null` for no limit of its own. */
  readonly budgetMs?: number | null;
  /** One attempt, in ms; `null` for whatever is left of the budget. */
  readonly attemptTimeoutMs?: number | null;
  readonly breaker?: Partial<BreakerSettings>;
  readonly retry?: Partial<RetrySettings> | null;
  readonly bulkhead?: Partial<BulkheadSettings> | null;
  readonly rateLimit?: Partial<RateLimitSettings> | null;
  readonly adaptiveLimit?: Partial<AdaptiveLimitSettings> | null;
  readonly hedge?: Partial<HedgeSettings> | null;
}

/** As `PolicySettings`, with every value filled in, checked and frozen. */
export interface ResolvedPolicySettings {
  readonly budgetMs: number | null;
  readonly attemptTimeoutMs: number | null;
  readonly breaker: Readonly<BreakerSettings>;
  readonly retry: Readonly<RetrySettings> | null;
  readonly bulkhead: Readonly<BulkheadSettings> | null;
  readonly rateLimit: Readonly<RateLimitSettings> | null;
  readonly adaptiveLimit: Readonly<AdaptiveLimitSettings> | null;
  readonly hedge: Readonly<HedgeSettings> | null;
}

export const timeoutOptions = {
  budgetMs: optionalDuration(100, 1),
  attemptTimeoutMs: optionalDuration(null, 1),
} satisfies OptionTable;

interface Timeouts {
  readonly budgetMs: number | null;
  readonly attemptTimeoutMs: number | null;
}

/**
 * Lays `layers` over the defaults, the later over the earlier, and checks the result.
 *
 * @throws SettingsError that names the first wrong value
 */
export function resolvePolicySettings(
  layers: readonly PolicySettings[],
  path: string,
): ResolvedPolicySettings {
  const merged = layers.reduce<PolicySettings>(mergePolicySettings, {});
  const { breaker = {}, retry = {}, bulkhead, rateLimit, adaptiveLimit, hedge, ...timeouts } = merged;
  const optional = <T extends object>(
    table: OptionTable,
    key: string,
    given: Partial<T> | null | undefined,
  ) => (given ? resolveOptions<T>(table, `${path}.${key}`, given) : null);
  return Object.freeze({
    ...resolveOptions<Timeouts>(timeoutOptions, path, timeouts),
    breaker: resolveBreakerSettings(breaker, `${path}.breaker`),
    retry: retry === null ? null : resolveRetrySettings(retry, `${path}.retry`),
    bulkhead: optional<BulkheadSettings>(bulkheadOptions, 'bulkhead', bulkhead),
    rateLimit: optional<RateLimitSettings>(rateLimitOptions, 'rateLimit', rateLimit),
    adaptiveLimit: adaptiveLimit
      ? resolveAdaptiveLimitSettings(adaptiveLimit, `${path}.adaptiveLimit`)
      : null,
    hedge: optional<HedgeSettings>(hedgeOptions, 'hedge', hedge),
  });
}

/** `over` laid over `under`: group by group, key by key; `null` switches a group off. */
export function mergePolicySettings(under: PolicySettings, over: PolicySettings): PolicySettings {
  if (typeof over !== 'object' || over === null)
    throw new SettingsError('settings', `must be an object, not ${String(over)}`);
  const merged: Record<string, unknown> = { ...under };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    const below = merged[key];
    merged[key] =
      typeof value === 'object' && value !== null && typeof below === 'object' && below !== null
        ? { ...below, ...value }
        : value;
  }
  return merged as PolicySettings;
}
