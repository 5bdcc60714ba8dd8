import { Pool } from 'pg';
abstract class Repository {
  protected readonly pool = new Pool();
}
export class Users extends Repository {
  load = () => this.pool.query('select 1'); // call: pg
}
