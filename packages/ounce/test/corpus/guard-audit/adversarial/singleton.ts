import { MongoClient } from 'mongodb';
export class Database {
  static #instance: Database | undefined;
  readonly #client: MongoClient;
  private constructor(url: string) {
    this.#client = new MongoClient(url);
  }
  static get(): Database {
    Database.#instance ??= new Database('mongodb://db');
    return Database.#instance;
  }
  collection(name: string) {
    return this.#client.db().collection(name);
  }
}
export const load = () => Database.get().collection('users').findOne({}); // call: mongodb
