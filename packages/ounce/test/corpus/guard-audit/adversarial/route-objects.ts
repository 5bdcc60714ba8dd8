import { Pool } from 'pg';
const pool = new Pool();
const app = { route: (options: { handler: () => unknown }) => options };
app.route({ handler: async () => pool.query('select 1') }); // call: pg
export { app };
