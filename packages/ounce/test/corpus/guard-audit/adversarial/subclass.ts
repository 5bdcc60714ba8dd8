import { Pool } from 'pg';
export class LoggedPool extends Pool {
  load(text: string) {
    console.log(text);
    return this.query(text); // call: pg
  }
  again(text: string) {
    return super.query(text); // call: pg
  }
}
export const load = () => new LoggedPool().query('select 1'); // call: pg
