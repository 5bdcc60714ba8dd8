import type { Pool } from 'pg';
type Database = Readonly<Pool>;
type Context = { readonly db: Database; readonly cache: Awaited<ReturnType<typeof open>> };
async function open() {
  const { createClient } = await import('redis');
  return createClient();
}
export const load = async (context: Context) => {
  await context.db.query('select 1'); // call: pg
  await context.cache.get('k'); // call: redis
};
