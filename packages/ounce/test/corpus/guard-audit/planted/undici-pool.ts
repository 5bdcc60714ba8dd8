import { Agent, Pool } from 'undici';
const pool = new Pool('http://users');
const agent = new Agent({ connections: 4 });
export const load = () => pool.request({ path: '/1', method: 'GET' }); // call: undici
export const other = () => agent.request({ origin: 'http://users', path: '/1', method: 'GET' }); // call: undici
