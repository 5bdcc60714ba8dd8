import { createGuard } from '@ounce/guard';
const guard = createGuard();
export const load = guard.wrap(
  async function (ids: string[]) {
    async function one(id: string) {
      return fetch(`http://users/${id}`); // call: fetch, guarded by guard.wrap
    }
    const results = [];
    for (const id of ids) results.push(await one(id));
    return results;
  },
  { dependency: 'users' },
);
