import { Client as Connection } from 'pg';
export async function load() {
  const client = new Connection();
  await client.connect(); // call: pg
  const { rows } = await client.query('select 1'); // call: pg
  await client.end();
  return rows;
}
