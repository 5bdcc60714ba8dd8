import { gives, harmless, type Library, makes, named, object, type Shape } from '../shape.ts';

/** Functions given to these arguments run inside a guard. */
const runsIn = (by: string, ...args: number[]): Shape => ({ runs: { arguments: args, by } });

const guardedFetch: Shape = { outgoing: true, library: 'fetch', guardedBy: 'guard.fetch' };
const breaker: Shape = object({ execute: runsIn('breaker.execute', 0) });
const policy: Shape = object({ execute: runsIn('policy.execute', 0), breaker });
/**
 * A fallback, a hedge, a bulkhead or a limit alone is no guard here: none of them stops calling what does not answer. Nor does
 * `withDeadline`, which bounds only the guarded calls within it.
 */
const guard: Shape = object({
  fetch: guardedFetch,
  wrap: runsIn('guard.wrap', 0),
  policy: gives(policy),
  pg: { passes: { arguments: [0], by: 'guard.pg' } },
  consumer: { consumes: { properties: { boss: 'pg-boss', consumer: 'nats' }, by: 'guard.consumer' } },
  interceptor: gives({ isInterceptor: true }),
});

export const ounceGuard: Library = {
  name: '@ounce/guard',
  isModule: named('@ounce/guard'),
  module: () =>
    object({
      createGuard: gives(guard),
      Guard: makes(guard),
      Policy: makes(policy),
      CircuitBreaker: makes(breaker),
    }),
  types: {
    Guard: guard,
    Policy: policy,
    CircuitBreaker: breaker,
    GuardedFetch: guardedFetch,
  },
};

const fires = makes(object({ fire: harmless }), {});

export const opossum: Library = {
  name: 'opossum',
  isModule: named('opossum'),
  module: () => {
    const one: Shape = { ...fires, runs: { arguments: [0], by: 'opossum' } };
    return { ...one, member: (name) => (name === 'default' || name === 'CircuitBreaker' ? one : undefined) };
  },
};

const withBreaker: Shape = object({
  execute: runsIn('cockatiel', 0),
  wrap: { runs: { arguments: [0], by: 'cockatiel' } },
});

/** A cockatiel policy guards when there is a breaker in it; a retry or a timeout alone only calls more often, or gives up. */
export const cockatiel: Library = {
  name: 'cockatiel',
  isModule: named('cockatiel'),
  module: () =>
    object({
      circuitBreaker: gives(withBreaker),
      wrap: { passes: { arguments: [0, 1, 2, 3, 4, 5] } },
    }),
  types: { CircuitBreakerPolicy: withBreaker },
};
