import { createGuard } from '@ounce/guard';
import axios from 'axios';
const guard = createGuard();
export const load = guard.wrap(async (id: string) => axios.get(`http://users/${id}`), { dependency: 'users' }); // call: axios, guarded by guard.wrap
export const get = guard.wrap(axios.get, { dependency: 'users' }); // call: axios, guarded by guard.wrap
export const read = guard.wrap(readUser, { dependency: 'users' });
async function readUser(id: string) {
  return axios.get(`http://users/${id}`); // call: axios, guarded by guard.wrap
}
