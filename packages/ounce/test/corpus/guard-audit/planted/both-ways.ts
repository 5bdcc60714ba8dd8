import { createGuard } from '@ounce/guard';
const guard = createGuard();
async function load(id: string) {
  return fetch(`http://users/${id}`); // call: fetch
}
export const guarded = guard.wrap(load, { dependency: 'users' });
export const direct = () => load('1');
