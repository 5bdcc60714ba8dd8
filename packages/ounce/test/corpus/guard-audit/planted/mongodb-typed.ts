import type { Collection, Db } from 'mongodb';
export class Users {
  readonly #users: Collection;
  constructor(db: Db) {
    this.#users = db.collection('users');
  }
  load(id: string) {
    return this.#users.findOne({ id }); // call: mongodb
  }
}
