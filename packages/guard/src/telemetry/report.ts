import { type Clock, type ClockTimer, systemClock } from '../clock.ts';
import { Listeners } from '../listeners.ts';
import { duration, type OptionTable, resolveOptions } from '../options.ts';
import type { GuardTransition, RegisteredPolicy } from '../registry.ts';
import { type Report, reportedBreaker, reportedTransition } from './reported.ts';

/** How often a guard tells of itself. Every option is described in docs/guard.md. */
export interface ReportSettings {
  readonly intervalMs: number;
  readonly soonMs: number;
  readonly timeoutMs: number;
}

export const reportOptions = {
  intervalMs: duration(10_000, 100),
  soonMs: duration(250, 10),
  timeoutMs: duration(5_000, 10),
} satisfies OptionTable;

export interface ReportOptions extends Partial<ReportSettings> {
  /** Takes a `POST` with a JSON body: `/api/guard/reports` of a governor. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly fetch?: typeof fetch;
  /** As the governor knows it. */
  readonly service: string;
  /** Default: the service's only region. */
  readonly region?: string;
  /** Which of the service's instances this process is. */
  readonly instance: string;
  /** How many calls have left the process, and how many of them guarded: `() => watch.coverage`. */
  readonly coverage?: () => { readonly calls: number; readonly guarded: number };
  readonly clock?: Clock;
  readonly random?: () => number;
  /** Hears why a report was not taken. It is sent again; the guard goes on. */
  readonly onError?: (error: unknown) => void;
}

interface Source {
  policies(): readonly RegisteredPolicy[];
  onTransition(listener: (transition: GuardTransition) => void): () => void;
}

/** So many transitions are kept while nobody takes them; the oldest go first, and are counted. */
const mostKept = 500;
/** The most recently used of them are told of. */
const mostBreakers = 1_000;

/**
 * Tells a governor what this guard's circuits do: each transition shortly after it happened, all states now and then. What could not be sent is
 * kept, in bounds, and sent with the next report. Never keeps the process alive.
 *
 * @returns stops the telling
 */
export function reportTo(guard: Source, options: ReportOptions): () => void {
  const reporter = new Reporter(guard, options);
  return () => reporter.stop();
}

class Reporter {
  readonly #guard: Source;
  readonly #options: ReportOptions;
  readonly #settings: Readonly<ReportSettings>;
  readonly #clock: Clock;
  readonly #stopped = new AbortController();
  readonly #errors = new Listeners<unknown>();
  readonly #unsubscribe: () => void;
  #kept: GuardTransition[] = [];
  #lost = 0;
  #isSending = false;
  #timer: ClockTimer | undefined;
  #dueMs = Number.POSITIVE_INFINITY;

  constructor(guard: Source, options: ReportOptions) {
    const { intervalMs, soonMs, timeoutMs, clock = systemClock, onError } = options;
    const given = Object.entries({ intervalMs, soonMs, timeoutMs }).filter(
      ([, value]) => value !== undefined,
    );
    this.#settings = resolveOptions<ReportSettings>(reportOptions, 'report', Object.fromEntries(given));
    this.#guard = guard;
    this.#options = options;
    this.#clock = clock;
    if (onError) this.#errors.add(onError);
    this.#unsubscribe = guard.onTransition((transition) => this.#keep(transition));
    this.#sendIn(this.#settings.soonMs);
  }

  stop(): void {
    this.#stopped.abort();
    this.#unsubscribe();
    this.#timer?.cancel();
  }

  #keep(transition: GuardTransition): void {
    this.#kept.push(transition);
    if (this.#kept.length > mostKept) {
      this.#kept.shift();
      this.#lost++;
    }
    this.#sendIn(this.#settings.soonMs);
  }

  /** Sends then, or earlier if that was meant already. */
  #sendIn(delayMs: number): void {
    const dueMs = this.#clock.nowMs() + delayMs;
    if (this.#isSending || dueMs >= this.#dueMs || this.#stopped.signal.aborted) return;
    this.#timer?.cancel();
    this.#dueMs = dueMs;
    this.#timer = this.#clock.schedule(() => void this.#send(), delayMs);
  }

  async #send(): Promise<void> {
    this.#isSending = true;
    this.#dueMs = Number.POSITIVE_INFINITY;
    const sent = this.#kept;
    const lost = this.#lost;
    this.#kept = [];
    this.#lost = 0;
    let failed = false;
    try {
      await this.#post(this.#report(sent, lost));
    } catch (error) {
      failed = true;
      const all = [...sent, ...this.#kept];
      this.#kept = all.slice(-mostKept);
      this.#lost += lost + all.length - this.#kept.length;
      if (!this.#stopped.signal.aborted) this.#errors.emit(error);
    }
    this.#isSending = false;
    const { intervalMs, soonMs } = this.#settings;
    const random = this.#options.random ?? Math.random;
    // What came meanwhile goes soon; what was refused waits its turn.
    this.#sendIn(this.#kept.length > 0 && !failed ? soonMs : intervalMs * (0.9 + 0.2 * random()));
  }

  #report(sent: readonly GuardTransition[], lost: number): Report {
    const { service, region, instance, coverage } = this.#options;
    const nowMs = this.#clock.nowMs();
    const policies = this.#guard.policies();
    return {
      service,
      ...(region === undefined ? {} : { region }),
      instance,
      transitions: sent.map((transition) => reportedTransition(transition, nowMs)),
      lost,
      breakers: policies.slice(-mostBreakers).map(reportedBreaker),
      ...(coverage ? { coverage: { calls: coverage().calls, guarded: coverage().guarded } } : {}),
    };
  }

  async #post(report: Report): Promise<void> {
    const { url, headers, fetch = globalThis.fetch } = this.#options;
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(report),
      signal: AbortSignal.any([this.#stopped.signal, AbortSignal.timeout(this.#settings.timeoutMs)]),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`${url} answered with status ${response.status}`);
  }
}
