import { createGuard } from '@ounce/guard';
const guard = createGuard();
const load = (id: string) => fetch(`http://users/${id}`); // call: fetch, guarded by guard.wrap
export const guarded = guard.wrap(load, { dependency: 'users' });
