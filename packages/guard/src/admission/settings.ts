import { count, duration, type OptionTable, optionalDuration, resolveOptions } from '../options.ts';

/** How much is let in at one gate. Every option is described in docs/guard.md. */
export interface AdmissionSettings {
  /** `null` lets everybody in. */
  readonly ratePerSecond: number | null;
  /** How many may come in at once beyond the rate: what the work behind the gate may have waiting. */
  readonly burst: number;
  /** How many may wait at the gate for their turn. */
  readonly maxQueue: number;
  /** How long one may wait there. */
  readonly maxWaitMs: number;
  /** The longest `Retry-After`. */
  readonly maxRetryAfterMs: number;
}

/** What is set from outside. With a lease it holds only as long as it is said again; then the code's settings are back. */
export interface PushedAdmission extends Partial<AdmissionSettings> {
  readonly leaseMs?: number;
}

export const admissionOptions = {
  ratePerSecond: {
    kind: 'number',
    unit: 'per second',
    default: null,
    min: 0.1,
    max: 1_000_000,
    nullable: true,
  },
  burst: count('requests', 20, 1),
  maxQueue: count('requests', 100, 0),
  maxWaitMs: duration(1_000, 1),
  maxRetryAfterMs: duration(30_000, 1_000),
} satisfies OptionTable;

const pushedOptions = { ...admissionOptions, leaseMs: optionalDuration(null, 1_000) } satisfies OptionTable;

/**
 * `pushed` laid over `own`, without the lease.
 *
 * @throws SettingsError that names the wrong value by its path
 */
export function resolveAdmission(
  path: string,
  own: Partial<AdmissionSettings>,
  pushed: PushedAdmission = {},
): Readonly<AdmissionSettings> {
  const { leaseMs, ...settings } = pushed;
  resolveOptions(pushedOptions, path, pushed);
  return resolveOptions(admissionOptions, path, settings, resolveOptions(admissionOptions, path, own));
}

/** What may be kept over a restart: a lease whose giver is not heard of any more must not hold anything back. */
export function withoutLeases(
  admission: Readonly<Record<string, PushedAdmission>>,
): Readonly<Record<string, PushedAdmission>> {
  return Object.fromEntries(Object.entries(admission).filter(([, { leaseMs }]) => leaseMs === undefined));
}
