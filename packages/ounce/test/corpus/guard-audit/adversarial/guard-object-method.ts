import { createGuard } from '@ounce/guard';
const api = {
  async load(id: string) {
    return fetch(`http://users/${id}`); // call: fetch, guarded by guard.wrap
  },
  async save() {
    return fetch('http://users', { method: 'POST' }); // call: fetch
  },
};
export const load = createGuard().wrap(api.load, { dependency: 'users' });
export const save = () => api.save();
