import { Pool } from 'pg';
const pool = new Pool();
const registry = { pool: { query: () => 'own' }, connect: () => 'own' };
export const a = registry.pool.query();
export const b = registry.connect();
export const c = (pool: { query(text: string): string }) => pool.query('own');
export const d = c({ query: (text) => text });
export const e = [pool].map((one) => one.totalCount);
export const f = pool.listenerCount('error');
