import { createGuard } from '@ounce/guard';
import { Agent, request } from 'undici';
const guard = createGuard();
const dispatcher = new Agent().compose(guard.interceptor());
export const load = () => request('http://users/1', { dispatcher }); // call: undici, guarded by guard.interceptor
export const other = () => dispatcher.request({ origin: 'http://users', path: '/', method: 'GET' }); // call: undici, guarded by guard.interceptor
