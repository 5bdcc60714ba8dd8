import { createGuard } from '@ounce/guard';
const loader = (url: string) => async () => fetch(url); // call: fetch, guarded by guard.wrap
export const load = createGuard().wrap(loader('http://users'), { dependency: 'users' });
