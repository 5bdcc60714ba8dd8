import type { Pool } from 'pg';
import { pool } from './db.ts';
class Users {
  constructor(private readonly db: Pool) {}
  load = () => this.db.query('select 1'); // call: pg, guarded by guard.pg
}
export const users = new Users(pool);
