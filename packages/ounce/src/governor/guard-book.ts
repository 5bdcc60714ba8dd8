import { type BreakerState, type ServiceRef, serviceKey } from '@ounce/core';

/** One circuit of one instance, as its guard has told of it last. The counts are since that process began. */
export interface ToldBreaker extends ServiceRef {
  readonly instance: string;
  readonly dependency: string;
  readonly endpoint: string;
  readonly state: BreakerState;
  /** Since when it is known to be in this state. */
  readonly sinceMs: number;
  readonly heardAtMs: number;
  readonly calls: number;
  readonly failures: number;
  readonly rejected: number;
}

/** Calls that have left the processes of a service, and how many of them went through a guard. */
export interface ToldCoverage extends ServiceRef {
  readonly instances: number;
  readonly calls: number;
  readonly guarded: number;
}

export interface ToldByGuard extends ServiceRef {
  readonly instance: string;
  readonly breakers: readonly Pick<
    ToldBreaker,
    'dependency' | 'endpoint' | 'state' | 'calls' | 'failures' | 'rejected'
  >[];
  readonly coverage?: { readonly calls: number; readonly guarded: number } | undefined;
}

interface Entry {
  readonly ref: ServiceRef;
  readonly breakers: ReadonlyMap<string, ToldBreaker>;
  readonly coverage: ToldByGuard['coverage'];
  readonly heardAtMs: number;
}

/** Guards report every 10 s: one that was not heard of for so long is gone, and its open circuits with it. */
const goneAfterMs = 45_000;
const mostInstances = 20_000;

/** What the guards of the running instances have told of themselves; not kept beyond the governor's life, they tell again. */
export class GuardBook {
  readonly #entries = new Map<string, Entry>();

  take(told: ToldByGuard, nowMs: number): void {
    const { service, region, instance, coverage } = told;
    const key = `${serviceKey(told)}/${instance}`;
    const before = this.#entries.get(key)?.breakers;
    const breakers = told.breakers.map((one): [string, ToldBreaker] => {
      const name = `${one.dependency}\n${one.endpoint}`;
      const known = before?.get(name);
      const sinceMs = known?.state === one.state ? known.sinceMs : nowMs;
      return [name, { service, region, instance, ...one, sinceMs, heardAtMs: nowMs }];
    });
    this.#entries.delete(key);
    this.#entries.set(key, {
      ref: { service, region },
      breakers: new Map(breakers),
      coverage,
      heardAtMs: nowMs,
    });
    this.#forget(nowMs);
  }

  /** Of the instances that were heard of lately. */
  breakers(nowMs: number): ToldBreaker[] {
    this.#forget(nowMs);
    return [...this.#entries.values()].flatMap(({ breakers }) => [...breakers.values()]);
  }

  /** By service; only of those whose guards watch what leaves the process. */
  coverage(nowMs: number): ToldCoverage[] {
    this.#forget(nowMs);
    const sums = new Map<string, ToldCoverage>();
    for (const { ref, coverage } of this.#entries.values()) {
      if (!coverage) continue;
      const key = serviceKey(ref);
      const { instances, calls, guarded } = sums.get(key) ?? { instances: 0, calls: 0, guarded: 0 };
      sums.set(key, {
        ...ref,
        instances: instances + 1,
        calls: calls + coverage.calls,
        guarded: guarded + coverage.guarded,
      });
    }
    return [...sums.values()];
  }

  /** The longest unheard come first, as every report puts its instance last. */
  #forget(nowMs: number): void {
    for (const [key, { heardAtMs }] of this.#entries) {
      if (nowMs - heardAtMs <= goneAfterMs && this.#entries.size <= mostInstances) break;
      this.#entries.delete(key);
    }
  }
}
