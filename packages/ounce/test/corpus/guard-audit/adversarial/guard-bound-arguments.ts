import { createGuard } from '@ounce/guard';
const policy = createGuard().policy('users');
class Users {
  load(id: string) {
    return policy.execute(this.#load.bind(this, id));
  }
  async #load(id: string) {
    return fetch(`http://users/${id}`); // call: fetch, guarded by policy.execute
  }
}
export const users = new Users();
