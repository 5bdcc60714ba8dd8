import type { Db, MongoClient } from 'mongodb';
export abstract class Base {
  protected abstract readonly client: MongoClient;
  protected get db(): Db {
    return this.client.db();
  }
  load = () => this.db.collection('users').findOne({}); // call: mongodb
}
