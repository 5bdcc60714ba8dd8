import type { Clock } from '../clock.ts';

export interface HealthCheckOptions {
  /** Resolves when the dependency is well, rejects with what is wrong. The signal ends at the deadline. */
  readonly run: (signal: AbortSignal) => unknown;
  /** Default 1,000. */
  readonly timeoutMs?: number;
  /** How long a result is given out again without asking anew. Default 1,000. */
  readonly cacheMs?: number;
  /** Which answers it decides: `ready` (default), or `startup` as well as `ready`. It never decides `live`. */
  readonly decides?: 'ready' | 'startup';
}

/** One check as the answer shows it. */
export interface CheckResult {
  readonly ok: boolean;
  /** How long ago it was asked. */
  readonly ageMs: number;
  readonly durationMs: number;
  /** What is wrong; only when not ok. */
  readonly error?: string;
}

interface Asked {
  readonly ok: boolean;
  readonly atMs: number;
  readonly durationMs: number;
  readonly error?: string;
}

/**
 * A dependency's check, asked at most once at a time and at most once in `cacheMs`, however many probes come: probing
 * cannot be used to overload what is probed. A check that ignores its signal stays the only one until it ends.
 */
export class HealthCheck {
  readonly decides: 'ready' | 'startup';
  readonly #options: Required<Pick<HealthCheckOptions, 'run' | 'timeoutMs' | 'cacheMs'>>;
  readonly #clock: Clock;
  #last: Asked | undefined;
  #asking: Promise<Asked> | undefined;
  /** The work of a check that has outlived its deadline. */
  #lingering = false;

  constructor(
    { run, timeoutMs = 1000, cacheMs = 1000, decides = 'ready' }: HealthCheckOptions,
    clock: Clock,
  ) {
    for (const [name, value] of Object.entries({ timeoutMs, cacheMs }))
      if (!(value >= 0 && value <= 2 ** 31 - 1))
        throw new RangeError(`A health check's ${name} must be 0 to 2147483647, not ${value}.`);
    this.#options = { run, timeoutMs, cacheMs };
    this.#clock = clock;
    this.decides = decides;
  }

  async result(): Promise<CheckResult> {
    const nowMs = this.#clock.nowMs();
    const fresh = this.#last && nowMs - this.#last.atMs < this.#options.cacheMs;
    if (!fresh) this.#asking ??= this.#ask();
    const asked = fresh ? this.#last! : await this.#asking!;
    const { ok, atMs, durationMs, error } = asked;
    const ageMs = Math.round(Math.max(0, this.#clock.nowMs() - atMs));
    return { ok, ageMs, durationMs, ...(error === undefined ? {} : { error }) };
  }

  async #ask(): Promise<Asked> {
    const beganMs = this.#clock.nowMs();
    const outcome = this.#lingering
      ? { ok: false, error: 'the last check has not ended yet' }
      : await this.#run();
    const atMs = this.#clock.nowMs();
    this.#last = { ...outcome, atMs, durationMs: Math.round(atMs - beganMs) };
    this.#asking = undefined;
    return this.#last;
  }

  #run(): Promise<Pick<Asked, 'ok' | 'error'>> {
    const { run, timeoutMs } = this.#options;
    const deadline = new AbortController();
    return new Promise((resolve) => {
      const timer = this.#clock.schedule(() => {
        const error = `no answer within ${timeoutMs} ms`;
        this.#lingering = true;
        resolve({ ok: false, error });
        deadline.abort(new Error(error));
      }, timeoutMs);
      timer.hold(true);
      const end = (outcome: Pick<Asked, 'ok' | 'error'>) => {
        timer.cancel();
        this.#lingering = false;
        resolve(outcome);
      };
      (async () => run(deadline.signal))().then(
        () => end({ ok: true }),
        (error: unknown) => end({ ok: false, error: error instanceof Error ? error.message : String(error) }),
      );
    });
  }
}
