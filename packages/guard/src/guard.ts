import {
  createFetch,
  type FetchGuardOptions,
  type GuardedFetch,
  type PolicyOfHost,
} from './adapters/fetch.ts';
import { guardPool, type PgGuardOptions } from './adapters/pg.ts';
import type { PgPoolLike } from './adapters/pg-cancel.ts';
import { createInterceptor } from './adapters/undici.ts';
import { createWrap, type WrapOptions } from './adapters/wrap.ts';
import { Admission } from './admission/admission.ts';
import { type AdmissionSettings, withoutLeases } from './admission/settings.ts';
import { type Clock, systemClock } from './clock.ts';
import { Consumer } from './consumer/consumer.ts';
import {
  type ConsumerOptions,
  type ConsumerSource,
  consumerParts,
  type MessageOf,
} from './consumer/start.ts';
import { runWithDeadline } from './deadline/deadline.ts';
import { type HeadersLike, readBudgetMs } from './deadline/header.ts';
import { Fallback, type FallbackOptions } from './fallback/fallback.ts';
import type { Policy } from './policy/policy.ts';
import { type GuardTransition, type RegisteredPolicy, Registry } from './registry.ts';
import { type FollowOptions, followSettings } from './settings/follow.ts';
import {
  checkGuardSettings,
  dependencyOfHost,
  type GuardSettings,
  mergeGuardSettings,
} from './settings/guard-settings.ts';
import { loadLastKnownGood, saveLastKnownGood } from './settings/last-known-good.ts';
import { type MeterLike, OpenTelemetryBridge } from './telemetry/open-telemetry.ts';
import { prometheusText } from './telemetry/prometheus.ts';
import { type ReportOptions, reportTo } from './telemetry/report.ts';
import { TimerWheel } from './timer-wheel.ts';

export interface GuardOptions extends GuardSettings {
  /** Where pushed settings are kept, and read from at the start. Default: nowhere. */
  readonly settingsFile?: string;
  /** Policies (one per dependency and endpoint or host) kept at most. Default 1,024. */
  readonly maxPolicies?: number;
  /** A meter of `@opentelemetry/api`, if the metrics are to go there too. */
  readonly meter?: MeterLike;
  /** What `guard.fetch` sends with. Default: the global `fetch`. */
  readonly fetch?: typeof fetch;
  readonly clock?: Clock;
  /** Uniform in [0, 1): jitter. Default: `Math.random`. */
  readonly random?: () => number;
}

/** Guards the calls of one process: one policy per dependency and endpoint, one set of settings, one page of metrics. */
export class Guard {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #own: GuardSettings;
  readonly #file: string | undefined;
  readonly #registry: Registry;
  readonly #transitions = new WeakMap<Policy, Map<string, number>>();
  readonly #fallbacks = new Map<string, Fallback<unknown>>();
  readonly #admissions = new Map<string, Admission>();
  readonly #policyOfHost: PolicyOfHost;
  readonly #wheel: TimerWheel;
  #settings: GuardSettings;

  /** `fetch` with the breaker, the deadline and the retries of the URL's host or dependency. */
  readonly fetch: GuardedFetch;

  /** @throws SettingsError that names the wrong value */
  constructor(options: GuardOptions) {
    const { clock = systemClock, random = Math.random, settingsFile, maxPolicies = 1_024, meter } = options;
    const send: typeof fetch = (input, init) => (options.fetch ?? globalThis.fetch)(input, init);
    this.#clock = clock;
    this.#random = random;
    this.#file = settingsFile;
    const { defaults = {}, dependencies = {}, admission = {} } = options;
    this.#own = { defaults, dependencies, admission };
    checkGuardSettings(this.#own);
    this.#settings = this.#withStored(settingsFile);
    const bridge = meter && new OpenTelemetryBridge(meter, () => this.#registry.all());
    const onCreate = (registered: RegisteredPolicy): void => {
      this.#count(registered.policy);
      if (bridge) registered.policy.counters.observer = bridge.observerOf(registered);
    };
    this.#wheel = new TimerWheel(clock);
    this.#registry = new Registry(
      { clock, wheel: this.#wheel, random, maxPolicies, onCreate },
      this.#settings,
    );
    if (bridge) this.onTransition((transition) => bridge.transition(transition));
    this.#policyOfHost = (host, { dependency = dependencyOfHost(this.#settings, host), endpoint }) =>
      dependency === undefined ? this.policy(host, endpoint) : this.policy(dependency, endpoint ?? host);
    this.fetch = createFetch(this.#policyOfHost, send);
  }

  /** What is in force: the code's settings with what was pushed laid over them. */
  get settings(): GuardSettings {
    return this.#settings;
  }

  /**
   * The policy of a dependency, or of one of its endpoints; made when it is first asked for. Ask for it at each call instead of keeping it: a
   * policy that nobody asks for may be evicted.
   *
   * @param endpoint one of few names, for example `GET /orders/:id`; never a raw path
   */
  policy(dependency: string, endpoint = ''): Policy {
    return this.#registry.get(dependency, endpoint);
  }

  /** A function with the same parameters, guarded. */
  wrap<Parameters extends unknown[], Value>(
    work: (...parameters: Parameters) => PromiseLike<Value> | Value,
    options: WrapOptions,
  ): (...parameters: Parameters) => Promise<Value> {
    return createWrap(this, work, options);
  }

  /** An interceptor for `new Agent().compose(…)` of undici 7 and later. */
  interceptor(options: FetchGuardOptions = {}): ReturnType<typeof createInterceptor> {
    return createInterceptor(this.#policyOfHost, options);
  }

  /** The same `pg` pool, guarded. */
  pg<Pool extends PgPoolLike>(pool: Pool, options: PgGuardOptions = {}): Pool {
    const { dependency = 'postgres', endpoint = '' } = options;
    return guardPool(pool, () => this.policy(dependency, endpoint), options);
  }

  /** Consumes a queue of pg-boss or a JetStream pull consumer; pauses while a dependency's circuit is open. */
  consumer<Source extends ConsumerSource>(
    source: Source,
    options: ConsumerOptions,
    handle: (message: MessageOf<Source>, signal: AbortSignal) => unknown,
  ): Consumer<MessageOf<Source>> {
    return new Consumer(consumerParts(this, this.#clock, source, options, handle));
  }

  /** A way out for values of one kind: fresh → stale, marked with its age → default → fail fast. */
  fallback<Value>(name: string, options: FallbackOptions<Value> = {}): Fallback<Value> {
    const fallback = new Fallback<Value>({ clock: this.#clock, ...options });
    this.#fallbacks.set(name, fallback as Fallback<unknown>);
    return fallback;
  }

  /**
   * The gate before the service's own work: `await gate.enter({ priority })` in each request, and answer what it throws with its `status` and
   * `headers`. The same name gives the same gate; its settings are these, and over them what is pushed under that name.
   */
  admission(name: string, settings: Partial<AdmissionSettings> = {}): Admission {
    const known = this.#admissions.get(name);
    if (known) return known;
    const admission = new Admission({ name, clock: this.#clock, wheel: this.#wheel, ...settings });
    const pushed = this.#settings.admission?.[name];
    if (pushed) admission.configure(pushed);
    this.#admissions.set(name, admission);
    return admission;
  }

  /**
   * Serves a request within its caller's budget: every guarded call in it, and in what it starts, ends in time.
   *
   * @param budget the request's headers, or the budget in ms; without one the request is served without a deadline
   */
  withDeadline<Result>(budget: HeadersLike | number, serve: () => Result): Result {
    const budgetMs = typeof budget === 'number' ? budget : readBudgetMs(budget);
    return budgetMs === undefined ? serve() : runWithDeadline(this.#clock.nowMs() + budgetMs, serve);
  }

  /**
   * Takes pushed settings, whole or not at all: they replace the last push, are laid over the code's, and are kept in `settingsFile`.
   *
   * @throws SettingsError and changes nothing
   */
  apply(pushed: GuardSettings): void {
    const settings = this.#merged(pushed);
    this.#settings = settings;
    this.#registry.apply(settings);
    this.#setGates();
    if (this.#file === undefined) return;
    const { admission, ...rest } = pushed;
    const kept = admission ? { ...rest, admission: withoutLeases(admission) } : rest;
    saveLastKnownGood(this.#file, kept, this.#clock.wallMs());
  }

  /** Keeps the settings equal to those at a URL; returns what stops it. Whatever goes wrong there, what is in force stays in force. */
  follow(options: FollowOptions): () => void {
    return followSettings((settings) => this.apply(settings), {
      clock: this.#clock,
      random: this.#random,
      ...options,
      onUnchanged: () => {
        this.#setGates();
        options.onUnchanged?.();
      },
    });
  }

  /** Tells a governor of every change of every breaker's state, and how they stand; returns what stops it. */
  report(options: ReportOptions): () => void {
    return reportTo(this, { clock: this.#clock, random: this.#random, ...options });
  }

  /** Hears of every change of every breaker's state. Returns the function that ends it. */
  onTransition(listener: (transition: GuardTransition) => void): () => void {
    return this.#registry.transitions.add(listener);
  }

  /** All policies that there are, with what they count. */
  policies(): readonly RegisteredPolicy[] {
    return [...this.#registry.all()];
  }

  /** All metrics as Prometheus text; to be served with `prometheusContentType`. */
  metrics(): string {
    return prometheusText({
      policies: this.#registry.all(),
      transitionsOf: (policy) => this.#transitions.get(policy) ?? [],
      fallbacks: this.#fallbacks,
      admissions: this.#admissions.values(),
    });
  }

  /** Also when nothing has changed: whoever gives a lease renews it by saying the same again. */
  #setGates(): void {
    for (const [name, gate] of this.#admissions) gate.configure(this.#settings.admission?.[name] ?? {});
  }

  #merged(pushed: GuardSettings): GuardSettings {
    checkGuardSettings(pushed);
    const settings = mergeGuardSettings(this.#own, pushed);
    checkGuardSettings(settings);
    return settings;
  }

  #withStored(file: string | undefined): GuardSettings {
    const stored = file === undefined ? undefined : loadLastKnownGood(file);
    return stored === undefined ? this.#own : this.#merged(stored);
  }

  #count(policy: Policy): void {
    const changes = new Map<string, number>();
    this.#transitions.set(policy, changes);
    policy.breaker.onTransition(({ from, to }) => {
      const change = `${from}\n${to}`;
      changes.set(change, (changes.get(change) ?? 0) + 1);
    });
  }
}

/** Makes a guard. Everything has a default: `createGuard()` protects. */
export function createGuard(options: GuardOptions = {}): Guard {
  return new Guard(options);
}
