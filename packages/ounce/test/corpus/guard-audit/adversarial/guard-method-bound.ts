import { createGuard } from '@ounce/guard';
class Users {
  async load(id: string) {
    return fetch(`http://users/${id}`); // call: fetch, guarded by guard.wrap
  }
}
const users = new Users();
export const load = createGuard().wrap(users.load.bind(users), { dependency: 'users' });
