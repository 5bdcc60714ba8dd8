import { createGuard } from '@ounce/guard';
import axios from 'axios';
const guard = createGuard();
const loaders = {
  user: (id: string) => axios.get(`http://users/${id}`), // call: axios, guarded by guard.wrap
  order: guard.wrap((id: string) => axios.get(`http://orders/${id}`), { dependency: 'orders' }), // call: axios, guarded by guard.wrap
};
export const user = guard.wrap(loaders.user, { dependency: 'users' });
export const { order } = loaders;
