import axios from 'axios';
import { createGuard } from '@ounce/guard';
const guard = createGuard();
const breakerOn = process.env.BREAKER === '1';
const direct = (url: string) => axios.get(url); // call: axios
const guarded = guard.wrap(direct, { dependency: 'users' });
export const load = (url: string) => (breakerOn ? guarded(url) : direct(url));
