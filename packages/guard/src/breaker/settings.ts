import { count, duration, type OptionTable, optionalDuration, resolveOptions, share } from '../options.ts';
import { SettingsError } from '../rejection.ts';

/** Whether the breaker refuses (`enforced`), only watches and reports (`metrics-only`), or does neither (`disabled`). */
export type BreakerMode = 'enforced' | 'metrics-only' | 'disabled';

/** When a breaker opens, for how long, and what closes it. Every option is described in docs/guard.md. */
export interface BreakerSettings {
  readonly mode: BreakerMode;
  /** `time`: the last `windowMs`. `count`: the last `windowCalls` calls. */
  readonly window: 'time' | 'count';
  readonly windowMs: number;
  /** How finely a time window slides: it drops one `windowMs / windowBuckets` at a time. */
  readonly windowBuckets: number;
  readonly windowCalls: number;
  /** Calls that the window must hold before a rate is looked at. */
  readonly minimumCalls: number;
  /** Opens when failures ÷ calls ≥ this. */
  readonly failureRateThreshold: number;
  /** A call that takes this long or longer is slow, whatever its result; `null` turns the rule off. */
  readonly slowCallMs: number | null;
  /** Opens when slow calls ÷ calls ≥ this. */
  readonly slowCallRateThreshold: number;
  /** Opens after this many failures in a row, whatever the rate; 0 turns the rule off. */
  readonly consecutiveFailures: number;
  /** How long the circuit stays open the first time. */
  readonly breakMs: number;
  /** Each opening without a closing in between lasts this many times longer than the one before. */
  readonly breakGrowth: number;
  readonly maxBreakMs: number;
  /** Trial calls in flight at once while half-open; everyone else is refused. */
  readonly trialsInFlight: number;
  /** Good trials in a row that close the circuit. One bad trial opens it. */
  readonly trialsToClose: number;
  /** A trial that takes this long counts as hung, and opens the circuit. */
  readonly trialMaxWaitMs: number;
}

export const breakerOptions = {
  mode: { kind: 'choice', default: 'enforced', choices: ['enforced', 'metrics-only', 'disabled'] },
  window: { kind: 'choice', default: 'time', choices: ['time', 'count'] },
  windowMs: duration(10_000, 10),
  windowBuckets: count('buckets', 10, 1, 1_000),
  windowCalls: count('calls', 100, 1),
  minimumCalls: count('calls', 10, 1),
  failureRateThreshold: share(0.5, 0.001),
  slowCallMs: optionalDuration(null, 1),
  slowCallRateThreshold: share(0.5, 0.001),
  consecutiveFailures: count('failures', 0, 0),
  breakMs: duration(10_000, 1),
  breakGrowth: { kind: 'number', unit: 'times', default: 1, min: 1, max: 10 },
  maxBreakMs: duration(300_000, 1),
  trialsInFlight: count('calls', 3, 1, 10_000),
  trialsToClose: count('calls', 10, 1, 10_000),
  trialMaxWaitMs: duration(10_000, 1),
} satisfies OptionTable;

/**
 * Fills in, checks and freezes.
 *
 * @throws SettingsError when a value is out of range, or two of them contradict each other
 */
export function resolveBreakerSettings(
  given: Partial<BreakerSettings>,
  path = 'breaker',
  base?: BreakerSettings,
): Readonly<BreakerSettings> {
  const settings = resolveOptions<BreakerSettings>(breakerOptions, path, given, base);
  if (settings.window === 'count' && settings.minimumCalls > settings.windowCalls)
    throw new SettingsError(
      `${path}.minimumCalls`,
      `must be at most windowCalls (${settings.windowCalls}), or the circuit could never open; it is ${settings.minimumCalls}`,
    );
  if (settings.maxBreakMs < settings.breakMs)
    throw new SettingsError(`${path}.maxBreakMs`, `must be at least breakMs (${settings.breakMs})`);
  return settings;
}

/** How long the `opening`th opening in a row lasts (1 = the first), in ms. */
export function breakDurationMs(settings: BreakerSettings, opening: number): number {
  return Math.min(settings.maxBreakMs, settings.breakMs * settings.breakGrowth ** (opening - 1));
}
