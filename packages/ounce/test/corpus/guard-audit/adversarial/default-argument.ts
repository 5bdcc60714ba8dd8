import { Pool } from 'pg';
const standard = new Pool();
export async function load(id: string, db = standard) {
  return (await db.query('select $1', [id])).rows; // call: pg
}
