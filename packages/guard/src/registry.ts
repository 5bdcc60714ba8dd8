import type { BreakerTransition } from './breaker/phase.ts';
import type { Clock } from './clock.ts';
import { Listeners } from './listeners.ts';
import { Policy } from './policy/policy.ts';
import { type GuardSettings, isolationOf, settingsFor } from './settings/guard-settings.ts';
import type { TimerWheel } from './timer-wheel.ts';

/** One policy and what it is for. */
export interface RegisteredPolicy {
  readonly dependency: string;
  /** `''` when the dependency is guarded as a whole. */
  readonly endpoint: string;
  readonly policy: Policy;
}

/** A change of one breaker's state, with what the breaker is for. */
export interface GuardTransition extends BreakerTransition {
  readonly dependency: string;
  readonly endpoint: string;
}

export interface RegistryOptions {
  readonly clock: Clock;
  readonly wheel: TimerWheel;
  readonly random: () => number;
  readonly maxPolicies: number;
  /** Called once for every policy that is made. */
  readonly onCreate: (registered: RegisteredPolicy) => void;
}

/** How many of the least recently used are looked at for one that can go. */
const evictionLook = 16;
/** Whose isolation a settings push is. */
const settingsHolder = 'settings';

/**
 * One policy per dependency and endpoint (or host), made when it is first asked for and bounded in number: the least recently used goes, but rather one
 * whose circuit is closed and that has no call in flight.
 */
export class Registry {
  readonly transitions = new Listeners<GuardTransition>();
  readonly #options: RegistryOptions;
  /** In the order of their last use. */
  readonly #policies = new Map<string, RegisteredPolicy>();
  #settings: GuardSettings;
  #latest: RegisteredPolicy | undefined;

  constructor(options: RegistryOptions, settings: GuardSettings) {
    this.#options = options;
    this.#settings = settings;
  }

  get(dependency: string, endpoint: string): Policy {
    const latest = this.#latest;
    if (latest !== undefined && latest.dependency === dependency && latest.endpoint === endpoint)
      return latest.policy;
    const key = `${dependency}\n${endpoint}`;
    let registered = this.#policies.get(key);
    if (registered) this.#policies.delete(key);
    else registered = this.#create(dependency, endpoint);
    this.#policies.set(key, registered);
    this.#latest = registered;
    return registered.policy;
  }

  all(): IterableIterator<RegisteredPolicy> {
    return this.#policies.values();
  }

  get size(): number {
    return this.#policies.size;
  }

  /** Gives every policy its part of settings that have been checked. */
  apply(settings: GuardSettings): void {
    this.#settings = settings;
    for (const registered of this.#policies.values()) {
      const { dependency, endpoint, policy } = registered;
      policy.configure(settingsFor(settings, dependency, endpoint));
      this.#isolate(registered);
    }
  }

  #create(dependency: string, endpoint: string): RegisteredPolicy {
    if (this.#policies.size >= this.#options.maxPolicies) this.#evict();
    const { clock, wheel, random } = this.#options;
    const policy = new Policy({
      ...settingsFor(this.#settings, dependency, endpoint),
      name: endpoint === '' ? dependency : `${dependency} ${endpoint}`,
      clock,
      wheel,
      random,
    });
    const registered = { dependency, endpoint, policy };
    policy.breaker.onTransition((transition) =>
      this.transitions.emit({ ...transition, dependency, endpoint }),
    );
    this.#isolate(registered);
    this.#options.onCreate(registered);
    return registered;
  }

  #isolate({ dependency, policy }: RegisteredPolicy): void {
    const reason = isolationOf(this.#settings, dependency);
    if (reason === null) policy.breaker.release(settingsHolder);
    else policy.breaker.isolate(reason, settingsHolder);
  }

  #evict(): void {
    let looked = 0;
    let victim: string | undefined;
    for (const [key, { policy }] of this.#policies) {
      victim ??= key;
      if (policy.breaker.state === 'closed' && policy.counters.inFlight === 0) {
        victim = key;
        break;
      }
      if (++looked === evictionLook) break;
    }
    if (victim !== undefined) this.#policies.delete(victim);
    this.#latest = undefined;
  }
}
