import { fetch as send, request as ask } from 'undici';
export const load = () => send('http://users/1'); // call: undici
export const other = () => ask('http://users/1'); // call: undici
