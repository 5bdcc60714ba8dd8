import fetch from 'node-fetch';
export const load = () => fetch('http://users/1'); // call: fetch
