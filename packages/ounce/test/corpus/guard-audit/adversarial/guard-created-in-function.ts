import { createGuard, type Guard } from '@ounce/guard';
let shared: Guard | undefined;
const guardOf = () => (shared ??= createGuard());
export const load = () => guardOf().fetch('http://users'); // call: fetch, guarded by guard.fetch
export const other = () => guardOf().policy('users').execute(() => fetch('http://users')); // call: fetch, guarded by policy.execute
