import { Pool } from 'pg';
const pool = new Pool({ max: 4 });
pool.on('error', (error) => console.error(error.message));
export const size = () => pool.totalCount + pool.idleCount;
export const stop = () => pool.end();
