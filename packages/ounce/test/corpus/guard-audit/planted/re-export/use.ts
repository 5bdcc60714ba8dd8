import cache, { shared } from './cache.ts';
import { cache as all, http, request } from './http.ts';
export const a = () => http.get('http://users/1'); // call: axios
export const b = () => request('http://users/1'); // call: undici
export const c = () => cache.get('k'); // call: redis
export const d = () => shared.get('k'); // call: redis
export const e = () => all.shared.get('k'); // call: redis
