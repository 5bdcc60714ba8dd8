import {
  afterProbe,
  type DependencyHealth,
  type InstanceHealth,
  newInstanceHealth,
  type ProbeResult,
  type ServiceHealth,
  type ServiceStatus,
} from '@ounce/core';
import type { HealthSpec } from './options.ts';

/** What the probes of one service's instances have said, by life of the instance: a new start begins anew. */
export class HealthBook {
  readonly spec: HealthSpec;
  readonly #instances = new Map<string, InstanceHealth>();
  /** Set by the prober before each look. */
  dependencies: readonly DependencyHealth[] = [];

  constructor(spec: HealthSpec) {
    this.spec = spec;
  }

  instance(id: string): InstanceHealth | undefined {
    return this.#instances.get(id);
  }

  /** Takes what a probe of one life of an instance said; one of a life that is over is dropped. */
  take(id: string, startedAtMs: number, result: ProbeResult): void {
    const known = this.#instances.get(id);
    if (known?.startedAtMs === startedAtMs) this.#instances.set(id, afterProbe(known, result));
  }

  /** Follows what the platform says: instances that are gone are forgotten. */
  follow({ instances }: ServiceStatus): void {
    const present = new Set(instances.map(({ id }) => id));
    for (const id of this.#instances.keys()) if (!present.has(id)) this.#instances.delete(id);
    for (const instance of instances) {
      const known = this.#instances.get(instance.id);
      const sameLife = known?.startedAtMs === instance.startedAtMs;
      this.#instances.set(
        instance.id,
        sameLife ? { ...known, state: instance.state } : newInstanceHealth(instance),
      );
    }
  }

  view(status: ServiceStatus): ServiceHealth {
    this.follow(status);
    const { intervalMs, timeoutMs } = this.spec;
    return {
      intervalMs,
      timeoutMs,
      instances: [...this.#instances.values()],
      dependencies: this.dependencies,
    };
  }
}
