import { createGuard } from '@ounce/guard';
const policy = createGuard().policy('users');
export const all = (ids: string[]) =>
  policy.execute(() => Promise.all(ids.map(async (id) => (await fetch(`http://users/${id}`)).json()))); // call: fetch, guarded by policy.execute
export const outside = (ids: string[]) =>
  Promise.all(ids.map((id) => policy.execute(() => fetch(`http://users/${id}`)))); // call: fetch, guarded by policy.execute
