import { request, stream } from 'undici';
export const load = () => request('http://users/1'); // call: undici
export const pipe = (to: never) => stream('http://users/1', { method: 'GET' }, () => to); // call: undici
