import { createGuard } from '@ounce/guard';
export const guard = createGuard();
export const load = () => guard.fetch('http://users/1'); // call: fetch, guarded by guard.fetch
const { fetch } = guard;
export const other = () => fetch('http://users/1'); // call: fetch, guarded by guard.fetch
