import { Listeners } from '../listeners.ts';
import { Family } from '../telemetry/prometheus.ts';
import { isGuarded, tellGuardedWork } from './guarded-scope.ts';
import { hearOutgoingCalls, type OutgoingCall } from './outgoing-calls.ts';

export interface UnguardedCall extends OutgoingCall {
  /** How often this host has been called without a guard, this call included. */
  readonly calls: number;
}

export interface WatchOptions {
  /** Hears of each unguarded call, while it begins. Must not throw; if it does, nothing else is harmed. */
  readonly onCall?: (call: UnguardedCall) => void;
  /** Hosts (with port, as they are shown) that need no guard: a governor, a telemetry collector. */
  readonly ignoreHosts?: readonly string[];
  /** Hosts that are counted by name, 1 to 10,000; the rest is counted as `other`. Default 100. */
  readonly maxHosts?: number;
}

const others = 'other';

/** Counts the outgoing calls of this process that no guard covers. */
export class UnguardedCallWatch {
  readonly #hosts = new Map<string, number>();
  readonly #ignored: ReadonlySet<string>;
  readonly #listeners = new Listeners<UnguardedCall>();
  readonly #maxHosts: number;
  readonly #end: readonly (() => void)[];
  #guarded = 0;
  #unguarded = 0;

  /** @throws RangeError when `maxHosts` is out of range */
  constructor({ onCall, ignoreHosts = [], maxHosts = 100 }: WatchOptions) {
    if (!Number.isInteger(maxHosts) || maxHosts < 1 || maxHosts > 10_000)
      throw new RangeError(`maxHosts must be a whole number from 1 to 10000, and is ${maxHosts}`);
    this.#ignored = new Set(ignoreHosts);
    this.#maxHosts = maxHosts;
    if (onCall) this.#listeners.add(onCall);
    this.#end = [tellGuardedWork(), hearOutgoingCalls(() => this.#begin())];
  }

  /** All calls so far, those to ignored hosts left out. */
  get coverage(): { readonly calls: number; readonly guarded: number } {
    return { calls: this.#guarded + this.#unguarded, guarded: this.#guarded };
  }

  /** Unguarded calls by host. */
  counts(): ReadonlyMap<string, number> {
    return new Map(this.#hosts);
  }

  /** The counts as Prometheus text, to be served together with `guard.metrics()`. */
  metrics(): string {
    const family = new Family(
      'ounce_guard_unguarded_calls_total',
      'counter',
      'Outgoing calls that no guard covered.',
    );
    for (const [host, calls] of this.#hosts) family.add({ host }, calls);
    return family.toString();
  }

  /** Ends it; the counts stay readable. */
  stop(): void {
    for (const end of this.#end) end();
  }

  [Symbol.dispose](): void {
    this.stop();
  }

  /** Whether it is guarded is known at once, the host perhaps only later. */
  #begin(): (call: OutgoingCall) => void {
    const guarded = isGuarded();
    return (call) => this.#count(call, guarded);
  }

  #count(call: OutgoingCall, guarded: boolean): void {
    if (this.#ignored.has(call.host)) return;
    if (guarded) {
      this.#guarded++;
      return;
    }
    this.#unguarded++;
    const isNamed = this.#hosts.has(call.host) || this.#hosts.size < this.#maxHosts;
    const host = isNamed ? call.host : others;
    const calls = (this.#hosts.get(host) ?? 0) + 1;
    this.#hosts.set(host, calls);
    this.#listeners.emit({ host, protocol: call.protocol, calls });
  }
}

/**
 * Watches this process for outgoing calls that no guard covers, through `node:diagnostics_channel`. Costs nothing until it is called; then about
 * a microsecond per guarded call.
 *
 * @throws RangeError when an option is out of range
 */
export function watchUnguardedCalls(options: WatchOptions = {}): UnguardedCallWatch {
  return new UnguardedCallWatch(options);
}
