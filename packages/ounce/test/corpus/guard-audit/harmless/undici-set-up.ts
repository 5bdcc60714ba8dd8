import { Agent, FormData, Headers, setGlobalDispatcher } from 'undici';
setGlobalDispatcher(new Agent({ connections: 10 }));
export const value = new Headers({ a: 'b' }).get('a');
export const form = new FormData();
form.append('a', 'b');
