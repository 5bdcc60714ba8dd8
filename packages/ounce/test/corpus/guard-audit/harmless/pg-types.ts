import { types } from 'pg';
import type { PoolConfig, QueryResult } from 'pg';
types.setTypeParser(20, Number);
export const rows = (result: QueryResult) => result.rows.map((row) => row.id);
export const config: PoolConfig = { max: 4 };
