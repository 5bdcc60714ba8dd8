import { request } from 'undici';
export const load = () => fetch('http://users/1'); // call: fetch, guarded by setGlobalDispatcher
export const other = () => request('http://users/1'); // call: undici, guarded by setGlobalDispatcher
