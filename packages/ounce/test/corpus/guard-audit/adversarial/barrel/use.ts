import clientsByDefault from './deep/clients.ts';
import type { Clients } from './deep/clients.ts';
import { clients, send } from './index.ts';
export const a = () => clients.http.get('/1'); // call: axios
export const b = () => clients.nested.db.query('select 1'); // call: pg
export const c = () => send('http://users'); // call: undici
export const d = () => clientsByDefault.http.post('/1'); // call: axios
export const e = ({ nested: { db } }: Clients) => db.query('select 1'); // call: pg
export const { nested } = clients;
export const f = () => nested.db.connect(); // call: pg
