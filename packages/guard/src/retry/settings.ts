import { count, duration, type OptionTable, resolveOptions, share } from '../options.ts';
import { SettingsError } from '../rejection.ts';

/** When and how often a call is tried again. Every option is described in docs/guard.md. */
export interface RetrySettings {
  /** Attempts in all, the first one included. */
  readonly maxAttempts: number;
  readonly jitter: 'full' | 'decorrelated';
  /** `full`: the pause before the first retry is at most this. `decorrelated`: every pause is at least this. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly retryAfterCapMs: number;
  /** Retries per call that the dependency gets in the long run. */
  readonly budgetShare: number;
  /** Retries that may be saved up. */
  readonly budgetBurst: number;
}

export const retryOptions = {
  maxAttempts: count('attempts', 3, 1, 100),
  jitter: { kind: 'choice', default: 'full', choices: ['full', 'decorrelated'] },
  baseDelayMs: duration(10, 1),
  maxDelayMs: duration(1_000, 1),
  retryAfterCapMs: duration(30_000, 0),
  budgetShare: share(0.2, 0),
  budgetBurst: count('retries', 10, 1),
} satisfies OptionTable;

/** @throws SettingsError when a value is out of range, or the shortest pause is longer than the longest */
export function resolveRetrySettings(
  given: Partial<RetrySettings>,
  path = 'retry',
  base?: RetrySettings,
): Readonly<RetrySettings> {
  const settings = resolveOptions<RetrySettings>(retryOptions, path, given, base);
  if (settings.maxDelayMs < settings.baseDelayMs)
    throw new SettingsError(`${path}.maxDelayMs`, `must be at least baseDelayMs (${settings.baseDelayMs})`);
  return settings;
}
