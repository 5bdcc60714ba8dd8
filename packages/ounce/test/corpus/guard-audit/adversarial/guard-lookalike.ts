class Policy {
  execute<T>(work: () => T) {
    return work();
  }
}
const guard = { fetch: globalThis.fetch, wrap: <T>(work: T) => work, policy: () => new Policy() };
export const a = () => guard.fetch('http://users'); // call: fetch
export const b = guard.wrap(() => fetch('http://users')); // call: fetch
export const c = () => guard.policy().execute(() => fetch('http://users')); // call: fetch
