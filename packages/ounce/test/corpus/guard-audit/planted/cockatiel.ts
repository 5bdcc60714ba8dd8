import { circuitBreaker, ConsecutiveBreaker, handleAll, retry, wrap } from 'cockatiel';
const breaker = circuitBreaker(handleAll, { halfOpenAfter: 1_000, breaker: new ConsecutiveBreaker(5) });
const policy = wrap(retry(handleAll, { maxAttempts: 2 }), breaker);
export const load = () => policy.execute(() => fetch('http://users/1')); // call: fetch, guarded by cockatiel
