import * as ounce from '@ounce/guard';
const services = { guard: ounce.createGuard(), retries: 3 };
export const a = () => services.guard.fetch('http://users'); // call: fetch, guarded by guard.fetch
export const { fetch: send } = services.guard;
export const b = () => send('http://users'); // call: fetch, guarded by guard.fetch
export const c = () => services.guard.policy('users').execute(() => fetch('http://users')); // call: fetch, guarded by policy.execute
