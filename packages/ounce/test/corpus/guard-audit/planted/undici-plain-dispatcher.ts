import { Agent, request } from 'undici';
const dispatcher = new Agent({ keepAliveTimeout: 1_000 });
export const load = () => request('http://users/1', { dispatcher }); // call: undici
