import { Pool } from 'pg';
const withPool = (pool: { query(text: string): unknown }) => (text: string) => pool.query(text); // call: pg
export const load = () => withPool(new Pool())('select 1');
