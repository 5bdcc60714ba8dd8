import CircuitBreaker from 'opossum';
const breaker = new CircuitBreaker(load, { timeout: 500 });
async function load(id: string) {
  return fetch(`http://users/${id}`); // call: fetch, guarded by opossum
}
export const user = (id: string) => breaker.fire(id);
