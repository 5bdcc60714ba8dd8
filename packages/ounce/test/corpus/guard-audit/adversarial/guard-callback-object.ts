import { createGuard } from '@ounce/guard';
import axios from 'axios';
import { eachItem } from 'some-library';
const policy = createGuard().policy('users');
export const load = () => policy.execute(() => eachItem({ onItem: (id: string) => axios.get(id) })); // call: axios, guarded by policy.execute
