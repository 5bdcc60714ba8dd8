import * as undici from 'undici';
export const load = () => undici.request('http://users/1'); // call: undici
