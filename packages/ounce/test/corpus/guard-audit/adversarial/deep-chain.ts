import { createGuard } from '@ounce/guard';
const guard = createGuard();
async function transport(url: string) {
  return fetch(url); // call: fetch, guarded by policy.execute
}
const parse = async (url: string) => (await transport(url)).json();
class Users {
  load(id: string) {
    return parse(`http://users/${id}`);
  }
}
const users = new Users();
export const load = (id: string) => guard.policy('users').execute(() => users.load(id));
