import postgres from 'postgres';
const sql = postgres('postgres://db');
export const load = (id: string) => sql`select * from users where id = ${id}`; // call: postgres
